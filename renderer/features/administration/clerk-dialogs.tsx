import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { type AccountStep, Username } from '#shared/domain/clerks/clerk-account.ts'
import { AdministrationError } from './administration-error.tsx'
import { AskDialog, ReasonDialog } from './ask-dialog.tsx'

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
  const set = useDeskMutation('administration.setActivity')
  const act = clerk.active ? 'deactivate' : 'activate'
  const { id, version, active } = clerk
  return (
    <ReasonDialog
      title={t(`administration.ask_${act}`)}
      subject={language === 'ar' ? clerk.nameAr : clerk.nameEn}
      does={t(`administration.does_${act}`)}
      act={t(`administration.step_${act}`)}
      danger={active}
      pending={set.isPending}
      error={set.error !== null && <AdministrationError error={set.error} />}
      onClose={onClose}
      onReason={(reason) => set.mutate({ id, version, active: !active, reason }, { onSuccess: onDone })}
    />
  )
}

/** Asks before a step of an account that ends something, and for the name to sign in with of a new one. */
export function AccountDialog(props: Asked & { step: AccountStep }) {
  const { t, language } = useText()
  const { clerk, step, onDone, onClose } = props
  const [username, setUsername] = useState(clerk.id)
  const [tried, setTried] = useState(false)
  const take = useDeskMutation('administration.stepAccount')
  const wrong = step === 'add' && !Username.safeParse(username).success
  const submit = () => {
    setTried(true)
    if (!wrong) take.mutate({ id: clerk.id, step, ...(step === 'add' && { username }) }, { onSuccess: onDone })
  }
  return (
    <AskDialog
      title={t(`administration.ask_${step}`)}
      subject={language === 'ar' ? clerk.nameAr : clerk.nameEn}
      does={t(`administration.does_${step}`)}
      act={t(`administration.step_${step}`)}
      danger={step !== 'add' && step !== 'unlock'}
      focusAct={step !== 'add'}
      pending={take.isPending}
      error={take.error !== null && <AdministrationError error={take.error} />}
      onClose={onClose}
      onSubmit={submit}
    >
      {step === 'add' && (
        <TextInput
          label={t('administration.columnUsername')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value.toLowerCase())}
          error={tried && wrong ? t('administration.usernameRule') : undefined}
          maxLength={64}
          dir="ltr"
          spellCheck={false}
          data-autofocus
        />
      )}
    </AskDialog>
  )
}
