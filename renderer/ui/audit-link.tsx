import { IconShieldLock } from '@tabler/icons-react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { auditReachOf } from '#shared/domain/audit/audit-view.ts'
import { TextLink } from './text-link.tsx'

/** The audit log of one record (`request:…`, `member:…`), for whoever may read it; nothing for the others. */
export function AuditLink(props: { subject: string }) {
  const { t } = useText()
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk
  if (clerk === undefined || clerk === null || auditReachOf(clerk) === undefined) return null
  return (
    <TextLink to="/audit" search={{ subject: props.subject }}>
      <IconShieldLock size={15} stroke={1.6} aria-hidden="true" /> {t('audit.recordLog')}
    </TextLink>
  )
}
