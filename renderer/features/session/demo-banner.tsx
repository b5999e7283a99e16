import { IconShieldOff } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './demo-banner.module.css'
import { useSession } from './use-session.ts'

/** One quiet line where the data key is not under the operating system's protection; nothing anywhere else. */
export function DemoBanner() {
  const { t } = useText()
  const session = useSession()
  if (session.data?.protected !== false) return null
  return (
    <aside className={classes.banner} aria-label={t('session.demoTitle')}>
      <IconShieldOff size={15} stroke={1.7} aria-hidden="true" />
      <span>
        <strong>{t('session.demoTitle')}</strong> · {t('session.demoBanner')}
      </span>
    </aside>
  )
}
