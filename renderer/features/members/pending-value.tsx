import { IconCloudUp } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { PendingField } from '#shared/contracts/members.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import classes from './pending-value.module.css'

/** A field's text as it is read: phones spaced, the rest as it is. */
function shownValue(field: PendingField['field'], value: string): string {
  return field === 'mobile' ? displayPhone(value) : value
}

/** The value that a decision of this device will set, dashed and violet until the authority confirms it. */
export function PendingValue(props: { pending: PendingField }) {
  const { t } = useText()
  const { field, value } = props.pending
  const latin = field !== 'nameAr' && field !== 'employer' && field !== 'city'
  const text = value === null ? t('members.pendingEmpty') : shownValue(field, value)
  return (
    <span className={classes.pending} title={t('members.pendingMark')}>
      <IconCloudUp size={14} stroke={1.7} aria-hidden="true" />
      <span>{t('members.pendingWill')}</span>
      {latin && value !== null ? <Ltr>{text}</Ltr> : <bdi>{text}</bdi>}
    </span>
  )
}
