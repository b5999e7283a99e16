import { IconDeviceDesktop, IconPlugConnectedX, IconUserShield } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { FrontHead, FrontSheet } from '#renderer/ui/front-sheet.tsx'
import type { VaultView } from '#shared/contracts/vault.ts'
import { ChoosePassphrase } from './choose-passphrase.tsx'
import { FirstSignIn, useSignIn } from './first-sign-in.tsx'
import { LockedScreen } from './locked-screen.tsx'
import { SignInSteps } from './sign-in-steps.tsx'
import { UnlockPane } from './unlock-pane.tsx'
import classes from './vault.module.css'

/** What protects the data here, in three facts. */
function VaultStory() {
  const { t } = useText()
  const facts = [
    { Glyph: IconDeviceDesktop, text: t('vault.storyOne') },
    { Glyph: IconPlugConnectedX, text: t('vault.storyTwo') },
    { Glyph: IconUserShield, text: t('vault.storyThree') },
  ]
  return (
    <section className={classes.story} aria-label={t('vault.storyTitle')}>
      <h2 className={classes.storyTitle}>{t('vault.storyTitle')}</h2>
      <ul className={classes.facts}>
        {facts.map(({ Glyph, text }) => (
          <li key={text} className={classes.fact}>
            <Glyph size={20} stroke={1.5} aria-hidden="true" />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A device that the authority has ordered wiped; nothing can be done here any more. */
function Wiped(props: { done: boolean }) {
  const { t } = useText()
  return (
    <div className={classes.pane} role="status">
      <FrontHead title={t('vault.wipedTitle')} hint={props.done ? t('vault.wipedDone') : t('vault.wipedRunning')} />
    </div>
  )
}

/** The window of a real desk while nobody is at the screen, or while the screen is locked. */
export function VaultScreen(props: { vault: VaultView }) {
  const { vault } = props
  const [asked, setAsked] = useState(false)
  // Here, above the panes that come and go: what went wrong outlives the step at which it did.
  const signingIn = useSignIn()
  const { step } = vault.signIn
  const locked = vault.clerks.find(({ clerk }) => clerk.id === vault.screenLockedBy)
  return (
    <FrontSheet authority={vault.authority} story={<VaultStory />}>
      {vault.wipe !== 'none' ? (
        <Wiped done={vault.wipe === 'done'} />
      ) : step === 'choose-passphrase' && vault.signIn.clerk !== null ? (
        <ChoosePassphrase clerk={vault.signIn.clerk} />
      ) : step !== 'none' && step !== 'choose-passphrase' ? (
        <SignInSteps step={step} />
      ) : locked !== undefined && !asked ? (
        <LockedScreen locked={locked} switchClerk={() => setAsked(true)} />
      ) : vault.clerks.length > 0 ? (
        <UnlockPane
          clerks={vault.clerks}
          device={vault.device}
          signingIn={signingIn}
          back={locked === undefined ? undefined : () => setAsked(false)}
        />
      ) : (
        <FirstSignIn signingIn={signingIn} device={vault.device} />
      )}
    </FrontSheet>
  )
}
