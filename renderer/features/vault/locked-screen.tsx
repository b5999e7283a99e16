import { IconLockOpen, IconUsers } from '@tabler/icons-react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { FrontHead } from '#renderer/ui/front-sheet.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import { secretOf } from './pin.ts'
import { SecretForm } from './secret-form.tsx'
import classes from './vault.module.css'

/** The screen of somebody who has gone away: their PIN or passphrase opens it again. */
export function LockedScreen(props: { locked: VaultClerk; switchClerk: () => void }) {
  const { t, language } = useText()
  const { clerk, hasPin } = props.locked
  const reopen = useDeskMutation('vault.reopen')
  const name = language === 'ar' ? clerk.nameAr : clerk.nameEn
  return (
    <div className={classes.pane}>
      <FrontHead title={t('vault.lockedTitle')} hint={t('vault.lockedHint')} />
      <div className={classes.who}>
        <Avatar name={name} size={44} self />
        <span className={classes.names}>
          <span className={classes.name}>{name}</span>
          <span className={classes.sub}>{t(`session.role_${clerk.role}`)}</span>
        </span>
      </div>
      <SecretForm
        label={hasPin ? t('vault.pinOrPassphrase') : t('vault.passphrase')}
        clerk={props.locked}
        // Wrong passphrases make the next one wait, and no PIN.
        waitSeconds={hasPin ? 0 : props.locked.waitSeconds}
        icon={<IconLockOpen size={17} stroke={1.6} aria-hidden="true" />}
        trying={reopen}
        send={(typed, settled) => reopen.mutate({ secret: secretOf(typed) }, settled)}
      />
      <div className={classes.others}>
        <Button
          variant="quiet"
          icon={<IconUsers size={17} stroke={1.6} aria-hidden="true" />}
          onClick={props.switchClerk}
        >
          {t('session.switchClerk')}
        </Button>
      </div>
    </div>
  )
}
