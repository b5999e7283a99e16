import { IconCompass } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'

/** A link that leads nowhere: says so, and offers the queue. */
export function NotFound() {
  const { t } = useText()
  return (
    <EmptyState
      icon={<IconCompass size={40} stroke={1.2} />}
      action={
        <TextLink to="/requests" search={{}}>
          {t('frame.goTo', { place: t('frame.requests') })}
        </TextLink>
      }
    >
      <strong>{t('frame.notFoundTitle')}</strong>
      <br />
      {t('frame.notFoundHint')}
    </EmptyState>
  )
}
