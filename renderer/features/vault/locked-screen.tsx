import { IconLockOpen, IconUsers } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import { normaliseDigits } from '#shared/domain/national-id.ts'
import { SecretField } from './secret-field.tsx'
import classes from './vault.module.css'
import { TriesLine, useWait } from './wait-line.tsx'

/** ٠–٩ of a PIN as 0–9; a passphrase stays as it was typed. */
export const secretOf = (typed: string): string => {
  const digits = normaliseDigits(typed)
  return /^\d+$/.test(digits) ? digits : typed
}

/** The screen of somebody who has gone away: their PIN or passphrase opens it again. */
export function LockedScreen(props: { locked: VaultClerk; switchClerk: () => void }) {
  const { t, language } = useText()
  const { clerk, hasPin } = props.locked
  const [typed, setTyped] = useState('')
  const reopen = useDeskMutation('vault.reopen')
  const wait = useWait(hasPin ? 0 : props.locked.waitSeconds)
  const name = language === 'ar' ? clerk.nameAr : clerk.nameEn
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed === '' || wait > 0 || reopen.isPending) return
    reopen.mutate({ secret: secretOf(typed) }, { onSettled: () => setTyped('') })
  }
  return (
    <div className={classes.pane}>
      <header>
        <h1 className={classes.title}>{t('vault.lockedTitle')}</h1>
        <p className={classes.hint}>{t('vault.lockedHint')}</p>
      </header>
      <div className={classes.who}>
        <Avatar name={name} size={44} self />
        <span className={classes.names}>
          <span className={classes.name}>{name}</span>
          <span className={classes.sub}>{t(`session.role_${clerk.role}`)}</span>
        </span>
      </div>
      <form className={classes.form} onSubmit={submit}>
        <SecretField
          label={hasPin ? t('vault.pinOrPassphrase') : t('vault.passphrase')}
          value={typed}
          change={setTyped}
          autoFocus
        />
        <TriesLine clerk={props.locked} wait={wait} />
        {reopen.error !== null && <DeskErrorNotice error={reopen.error} />}
        <div>
          <Button
            type="submit"
            variant="primary"
            size="lg"
            keys="Enter"
            icon={<IconLockOpen size={17} stroke={1.6} aria-hidden="true" />}
            {...(wait > 0 ? { disabledReason: t('vault.waitLeft', { count: wait }) } : {})}
          >
            {reopen.isPending ? t('vault.unlocking') : t('vault.unlock')}
          </Button>
        </div>
      </form>
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
