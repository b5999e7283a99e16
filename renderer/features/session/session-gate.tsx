import type { ReactNode } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import type { VaultView } from '#shared/contracts/vault.ts'
import { DemoBanner } from './demo-banner.tsx'
import classes from './session-gate.module.css'
import { SignInScreen } from './sign-in-screen.tsx'
import { useSession } from './use-session.ts'

/**
 * The whole window: the way in while nobody is at the screen, or while it is locked, else `children`. A demo picks people
 * from a list; a real desk has a vault. The banner of demo mode stands above both.
 */
export function SessionGate(props: { vault: (vault: VaultView) => ReactNode; children: ReactNode }) {
  const { t } = useText()
  const session = useSession()
  const vault = useDeskQuery('vault.get', {}, { staleTime: Number.POSITIVE_INFINITY })
  const error = session.error ?? vault.error
  const retry = () => {
    void session.refetch()
    void vault.refetch()
  }
  const isIn = session.data?.clerk != null && vault.data?.screenLockedBy === null
  const wayIn = vault.data?.mode === 'vault' ? props.vault(vault.data) : <SignInScreen />
  return (
    <div className={classes.window}>
      <DemoBanner />
      <div className={classes.place}>
        {(session.isPending || vault.isPending) && (
          <div className={classes.blank} role="status" aria-label={t('frame.appName')} />
        )}
        {error !== null && (
          <main className={classes.failed}>
            <h1 className={classes.product}>{t('frame.appName')}</h1>
            <DeskErrorNotice error={error} retry={retry} />
          </main>
        )}
        {session.data !== undefined && vault.data !== undefined && error === null && (isIn ? props.children : wayIn)}
      </div>
    </div>
  )
}
