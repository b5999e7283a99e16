import { IconArrowBackUp, IconExternalLink, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { FrontHead } from '#renderer/ui/front-sheet.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import { EnrolledList } from './enrolled-list.tsx'
import { SignInFault, type SigningIn } from './first-sign-in.tsx'
import { SecretForm } from './secret-form.tsx'
import classes from './vault.module.css'

/** The passphrase of the clerk who was picked. */
function UnlockForm(props: { picked: VaultClerk }) {
  const { t, language } = useText()
  const { clerk, waitSeconds } = props.picked
  const unlock = useDeskMutation('vault.unlock')
  return (
    <SecretForm
      label={t('vault.passphraseOf', { name: language === 'ar' ? clerk.nameAr : clerk.nameEn })}
      clerk={props.picked}
      waitSeconds={waitSeconds}
      trying={unlock}
      send={(passphrase, settled) => unlock.mutate({ clerkId: clerk.id, passphrase }, settled)}
    />
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
      <FrontHead title={t('vault.unlockTitle')} hint={t('vault.unlockHint')} />
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
