import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { useSignIn } from './first-sign-in.tsx'

/** What the clerk at the screen reads while the authority wants them to sign in again; their work goes on. */
export function SignInAgain() {
  const { t } = useText()
  const { error, begin } = useSignIn()
  return (
    <>
      <Notice tone="wa" live action={<Button onClick={begin}>{t('vault.again')}</Button>}>
        {t('vault.againTitle')}
      </Notice>
      {error !== null && <DeskErrorNotice error={error} />}
    </>
  )
}
