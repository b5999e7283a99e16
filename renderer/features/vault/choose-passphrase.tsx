import { type FormEvent, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { FrontHead } from '#renderer/ui/front-sheet.tsx'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { unmetPassphraseRules } from '#shared/domain/clerks/passphrase-policy.ts'
import { PassphraseRules } from './passphrase-rules.tsx'
import { isPin, normalPin } from './pin.ts'
import { SecretField } from './secret-field.tsx'
import classes from './vault.module.css'

/** Somebody whom the authority knows, and who has no key on this device yet. */
export function ChoosePassphrase(props: { clerk: Clerk }) {
  const { t, language } = useText()
  const { nameAr, nameEn } = props.clerk
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [pin, setPin] = useState('')
  const [tried, setTried] = useState(false)
  const enrol = useDeskMutation('vault.enrol')
  const cancel = useDeskMutation('vault.cancelSignIn')
  const unmet = unmetPassphraseRules(passphrase, [nameAr, nameEn])
  const differs = again !== passphrase && (tried || again.length >= passphrase.length)
  const badPin = pin !== '' && !isPin(pin) && (tried || pin.length > 8)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (unmet.length > 0 || again !== passphrase || (pin !== '' && !isPin(pin)) || enrol.isPending) return
    enrol.mutate({ passphrase, pin: pin === '' ? null : normalPin(pin) })
  }
  return (
    <form className={classes.pane} onSubmit={submit}>
      <FrontHead
        title={t('vault.chooseTitle')}
        hint={t('vault.chooseText', { name: language === 'ar' ? nameAr : nameEn })}
      />
      <div className={classes.form}>
        <SecretField label={t('vault.passphrase')} value={passphrase} change={setPassphrase} autoFocus />
        <PassphraseRules unmet={unmet} tried={tried} />
        <SecretField
          label={t('vault.repeat')}
          value={again}
          change={setAgain}
          error={differs ? t('vault.different') : undefined}
        />
        <SecretField
          label={t('vault.pin')}
          description={t('vault.pinHint')}
          value={pin}
          change={setPin}
          numeric
          error={badPin ? t('vault.pinInvalid') : undefined}
        />
      </div>
      {enrol.error !== null && <DeskErrorNotice error={enrol.error} />}
      <div className={classes.acts}>
        <Button type="submit" variant="primary" size="lg">
          {enrol.isPending ? t('vault.unlocking') : t('vault.save')}
        </Button>
        <Button size="lg" onClick={() => cancel.mutate({})}>
          {t('vault.cancel')}
        </Button>
      </div>
    </form>
  )
}
