import { IconArrowBackUp, IconExternalLink, IconUserPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import { EnrolledList } from './enrolled-list.tsx'
import { SignInFault, type SigningIn } from './first-sign-in.tsx'
import { SecretField } from './secret-field.tsx'
import classes from './vault.module.css'
import { TriesLine, useWait } from './wait-line.tsx'

/** The passphrase of the clerk who was picked. */
function UnlockForm(props: { picked: VaultClerk }) {
  const { t, language } = useText()
  const { clerk } = props.picked
  const [passphrase, setPassphrase] = useState('')
  const unlock = useDeskMutation('vault.unlock')
  const wait = useWait(props.picked.waitSeconds)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (passphrase === '' || wait > 0 || unlock.isPending) return
    unlock.mutate({ clerkId: clerk.id, passphrase }, { onSettled: () => setPassphrase('') })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <SecretField
        label={t('vault.passphraseOf', { name: language === 'ar' ? clerk.nameAr : clerk.nameEn })}
        value={passphrase}
        change={setPassphrase}
        autoFocus
      />
      <TriesLine clerk={props.picked} wait={wait} />
      {unlock.error !== null && <DeskErrorNotice error={unlock.error} />}
      <div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          keys="Enter"
          {...(wait > 0 ? { disabledReason: t('vault.waitLeft', { count: wait }) } : {})}
        >
          {unlock.isPending ? t('vault.unlocking') : t('vault.unlock')}
        </Button>
      </div>
    </form>
  )
}

/** The clerks of this device, and the way in for each; for others, and for who has forgotten, there is the authority. */
export function UnlockPane(props: {
  clerks: readonly VaultClerk[]
  device: string | null
  signingIn: SigningIn
  back: (() => void) | undefined
}) {
  const { t } = useText()
  const [pickedId, setPickedId] = useState<string | undefined>(undefined)
  const { error, begin } = props.signingIn
  const picked = props.clerks.find(({ clerk }) => clerk.id === pickedId) ?? props.clerks[0]
  return (
    <div className={classes.pane}>
      <header>
        <h1 className={classes.title}>{t('vault.unlockTitle')}</h1>
        <p className={classes.hint}>{t('vault.unlockHint')}</p>
      </header>
      <SignInFault error={error} device={props.device} />
      <EnrolledList clerks={props.clerks} pickedId={picked?.clerk.id} pick={setPickedId} />
      {picked !== undefined && picked.state !== 'destroyed' && <UnlockForm key={picked.clerk.id} picked={picked} />}
      <div className={classes.others}>
        {props.back !== undefined && (
          <Button
            variant="quiet"
            icon={<IconArrowBackUp size={17} stroke={1.6} aria-hidden="true" className={classes.mirrored} />}
            onClick={props.back}
          >
            {t('vault.lockedTitle')}
          </Button>
        )}
        <Button variant="quiet" icon={<IconUserPlus size={17} stroke={1.6} aria-hidden="true" />} onClick={begin}>
          {t('vault.otherClerk')}
        </Button>
        <Button variant="quiet" icon={<IconExternalLink size={17} stroke={1.6} aria-hidden="true" />} onClick={begin}>
          {t('vault.forgotten')}
        </Button>
      </div>
    </div>
  )
}
