import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { DemoBanner } from './demo-banner.tsx'
import classes from './session-gate.module.css'
import { SignInScreen } from './sign-in-screen.tsx'
import { useSession } from './use-session.ts'

/** The whole window: sign-in while nobody is signed in, else `children`. The banner of demo mode stands above both. */
export function SessionGate(props: { children: ReactNode }) {
  const { t } = useText()
  const session = useSession()
  const signedIn = session.data?.clerk != null
  return (
    <div className={classes.window}>
      <DemoBanner />
      <div className={classes.place}>
        {session.isPending && <div className={classes.blank} role="status" aria-label={t('frame.appName')} />}
        {session.error !== null && (
          <main className={classes.failed}>
            <h1 className={classes.product}>{t('frame.appName')}</h1>
            <DeskErrorNotice error={session.error} retry={() => void session.refetch()} />
          </main>
        )}
        {session.data !== undefined && session.error === null && (signedIn ? props.children : <SignInScreen />)}
      </div>
    </div>
  )
}
