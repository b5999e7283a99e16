import { type FormEvent, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { unmetPassphraseRules } from '#shared/domain/clerks/passphrase-policy.ts'
import { PassphraseRules } from './passphrase-rules.tsx'
import { isPin, normalPin } from './pin.ts'
import { SecretField } from './secret-field.tsx'
import classes from './vault.module.css'

function SecretsForm(props: { clerk: Clerk; close: () => void }) {
  const { t } = useText()
  const toast = useToasts()
  const [passphrase, setPassphrase] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [pin, setPin] = useState('')
  const [tried, setTried] = useState(false)
  const change = useDeskMutation('vault.change')
  const unmet = next === '' ? [] : unmetPassphraseRules(next, [props.clerk.nameAr, props.clerk.nameEn])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (passphrase === '' || unmet.length > 0 || again !== next || (pin !== '' && !isPin(pin)) || change.isPending)
      return
    change.mutate(
      { passphrase, newPassphrase: next === '' ? null : next, pin: pin === '' ? null : normalPin(pin) },
      {
        onSuccess: () => {
          toast({ message: t('vault.changed') })
          props.close()
        },
      },
    )
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <SecretField label={t('vault.currentPassphrase')} value={passphrase} change={setPassphrase} autoFocus />
      <SecretField label={t('vault.newPassphrase')} value={next} change={setNext} />
      {next !== '' && (
        <>
          <PassphraseRules unmet={unmet} tried={tried} />
          <SecretField
            label={t('vault.repeat')}
            value={again}
            change={setAgain}
            error={tried && again !== next ? t('vault.different') : undefined}
          />
        </>
      )}
      <SecretField
        label={t('vault.pin')}
        description={t('vault.pinHint')}
        value={pin}
        change={setPin}
        numeric
        error={tried && pin !== '' && !isPin(pin) ? t('vault.pinInvalid') : undefined}
      />
      {change.error !== null && <DeskErrorNotice error={change.error} />}
      <div className={classes.acts}>
        <Button type="submit" variant="primary" size="lg">
          {t('vault.change')}
        </Button>
      </div>
    </form>
  )
}

/** Another passphrase or PIN for the clerk at the screen. */
export function SecretsDialog(props: { clerk: Clerk; opened: boolean; close: () => void }) {
  const { t } = useText()
  return (
    <Dialog opened={props.opened} onClose={props.close} title={t('vault.changeTitle')}>
      <SecretsForm clerk={props.clerk} close={props.close} />
    </Dialog>
  )
}
