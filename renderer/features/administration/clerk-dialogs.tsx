import { Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { type AccountStep, Username } from '#shared/domain/clerks/clerk-account.ts'
import classes from './administration.module.css'
import { AdministrationError } from './administration-error.tsx'

type Changed = ChannelOutput<'administration.changeClerk'>

interface Asked {
  readonly clerk: Clerk
  readonly onDone: (changed: Changed) => void
  readonly onClose: () => void
}

/** Asks for the reason before somebody is let go, or back in. */
export function ActivityDialog(props: Asked) {
  const { t, language } = useText()
  const { clerk, onDone, onClose } = props
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const set = useDeskMutation('administration.setActivity')
  const form = useId()
  const act = clerk.active ? 'deactivate' : 'activate'
  const missing = reason.trim().length < 3
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing || set.isPending) return
    const { id, version, active } = clerk
    set.mutate({ id, version, active: !active, reason: reason.trim() }, { onSuccess: onDone })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(`administration.ask_${act}`)}
      foot={
        <>
          <Button type="submit" form={form} variant={clerk.active ? 'danger' : 'primary'}>
            {set.isPending ? t('administration.saving') : t(`administration.step_${act}`)}
          </Button>
          <Button onClick={onClose}>{t('administration.cancel')}</Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={submit}>
        <p className={classes.asked}>
          <bdi>{language === 'ar' ? clerk.nameAr : clerk.nameEn}</bdi>
        </p>
        <p>{t(`administration.does_${act}`)}</p>
        <Textarea
          label={t('administration.reason')}
          description={t('administration.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && missing ? t('administration.reasonMissing') : undefined}
          maxLength={400}
          minRows={2}
          autosize
          dir="auto"
          spellCheck
          data-autofocus
        />
        {set.error !== null && <AdministrationError error={set.error} />}
      </form>
    </Dialog>
  )
}

/** Asks before a step of an account that ends something, and for the name to sign in with of a new one. */
export function AccountDialog(props: Asked & { step: AccountStep }) {
  const { t, language } = useText()
  const { clerk, step, onDone, onClose } = props
  const [username, setUsername] = useState(clerk.id)
  const [tried, setTried] = useState(false)
  const take = useDeskMutation('administration.stepAccount')
  const form = useId()
  const wrong = step === 'add' && !Username.safeParse(username).success
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong || take.isPending) return
    take.mutate({ id: clerk.id, step, ...(step === 'add' && { username }) }, { onSuccess: onDone })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(`administration.ask_${step}`)}
      foot={
        <>
          <Button
            type="submit"
            form={form}
            variant={step === 'add' || step === 'unlock' ? 'primary' : 'danger'}
            data-autofocus={step === 'add' ? undefined : true}
          >
            {take.isPending ? t('administration.saving') : t(`administration.step_${step}`)}
          </Button>
          <Button onClick={onClose}>{t('administration.cancel')}</Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={submit}>
        <p className={classes.asked}>
          <bdi>{language === 'ar' ? clerk.nameAr : clerk.nameEn}</bdi>
        </p>
        <p>{t(`administration.does_${step}`)}</p>
        {step === 'add' && (
          <TextInput
            label={t('administration.columnUsername')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value.toLowerCase())}
            error={tried && wrong ? t('administration.usernameRule') : undefined}
            maxLength={64}
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {take.error !== null && <AdministrationError error={take.error} />}
      </form>
    </Dialog>
  )
}
