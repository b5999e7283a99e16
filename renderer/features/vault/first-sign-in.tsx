import { IconExternalLink } from '@tabler/icons-react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { FrontHead } from '#renderer/ui/front-sheet.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import classes from './vault.module.css'

/** The sign-in at the authority, which the browser shows; what comes of it is told by the vault. */
export function useSignIn() {
  const { language } = useText()
  const signIn = useDeskMutation('vault.signIn')
  return { error: signIn.error, begin: () => signIn.mutate({ language }) }
}

export type SigningIn = ReturnType<typeof useSignIn>

/** Why the last sign-in came to nothing. An administrator finds a device that waits by its code. */
export function SignInFault(props: { error: SigningIn['error']; device: string | null }) {
  const { t } = useText()
  if (props.error === null || props.error.detail['reason'] === 'cancelled') return null
  return (
    <div className={classes.fault}>
      <DeskErrorNotice error={props.error} />
      {props.error.code === 'session/device-pending' && props.device !== null && (
        <p className={classes.code}>
          {t('vault.deviceCode')} <Ltr>{props.device.slice(0, 8)}</Ltr>
        </p>
      )}
    </div>
  )
}

/** A device on which nobody has signed in yet. */
export function FirstSignIn(props: { signingIn: SigningIn; device: string | null }) {
  const { t } = useText()
  const { error, begin } = props.signingIn
  return (
    <div className={classes.pane}>
      <FrontHead title={t('vault.signInTitle')} hint={t('vault.signInText')} />
      <SignInFault error={error} device={props.device} />
      <div>
        <Button
          variant="primary"
          size="decision"
          autoFocus
          icon={<IconExternalLink size={18} stroke={1.6} aria-hidden="true" />}
          onClick={begin}
        >
          {t('vault.signIn')}
        </Button>
      </div>
    </div>
  )
}
