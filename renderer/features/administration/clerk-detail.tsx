import { IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import { useBranchName } from '#renderer/lib/branch-names.ts'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { AccountStep, ClerkEntry } from '#shared/domain/clerks/clerk-account.ts'
import classes from './administration.module.css'
import { AccountDialog, ActivityDialog } from './clerk-dialogs.tsx'
import { AccountFacts, ClerkDevices } from './clerk-facts.tsx'
import { ClerkForm } from './clerk-form.tsx'
import { ClerkState } from './clerk-words.tsx'
import type { ToldPassword } from './password-dialog.tsx'
import { useLine } from './use-line.ts'

type Act = 'edit' | 'activity' | AccountStep

const keys = {
  edit: 'KeyE',
  activity: 'KeyD',
  add: 'KeyP',
  'reset-password': 'KeyP',
  lock: 'KeyL',
  unlock: 'KeyL',
  'reset-second-factor': 'KeyF',
  'end-sessions': 'KeyS',
} as const satisfies Record<Act, string>

/** The steps that an account as it is has open. */
function openSteps({ clerk, presence }: ClerkEntry): AccountStep[] {
  if (!clerk.active || presence === null) return []
  const { account, sessions } = presence
  const ending: AccountStep[] = sessions > 0 ? ['end-sessions'] : []
  if (account === null) return ['add', ...ending]
  return [
    'reset-password',
    account.lockedAt === null && account.waitsUntil === null ? 'lock' : 'unlock',
    ...(account.secondFactor ? (['reset-second-factor'] as const) : []),
    ...ending,
  ]
}

/** One clerk: who they are, how they work, and what can be changed of it. */
export function ClerkDetail(props: {
  entry: ClerkEntry
  /** Whether this is who works at the screen. */
  own: boolean
  tell: (told: ToldPassword) => void
}) {
  const { t, language } = useText()
  const branchName = useBranchName()
  const { entry, own } = props
  const { clerk, presence } = entry
  const showToast = useToasts()
  const line = useLine()
  const [asked, setAsked] = useState<Act>()
  const undo = useDeskMutation('administration.changeClerk')
  const name = language === 'ar' ? clerk.nameAr : clerk.nameEn
  const away = line === 'here' ? undefined : t('administration.needsLine')
  const why = (act: Act) => away ?? (own && act !== 'edit' ? t('administration.notOwnAccount') : undefined)
  const steps = openSteps(entry)
  const close = () => setAsked(undefined)
  const activity = clerk.active ? 'deactivate' : 'activate'
  const words = (act: Act) =>
    act === 'edit' ? t('administration.edit') : t(`administration.step_${act === 'activity' ? activity : act}`)
  useHotkeys(
    (['edit', 'activity', ...steps] as const).map((act) => ({
      keys: keys[act],
      label: words(act),
      enabled: why(act) === undefined,
      run: () => setAsked(act),
    })),
  )
  const finished = (changed: ChannelOutput<'administration.changeClerk'>, said: string, back?: () => void) => {
    close()
    const { password } = changed
    const username = changed.entry.presence?.account?.username ?? ''
    if (password !== null) props.tell({ name, username, password })
    else
      showToast({
        message: (
          <>
            {said} <bdi>{name}</bdi>
          </>
        ),
        ...(back === undefined ? {} : { undo: back }),
      })
  }
  const takeBack = (now: Clerk, { nameAr, nameEn, role, branch }: Clerk) =>
    undo.mutate({ id: now.id, version: now.version, nameAr, nameEn, role, branch })
  const button = (act: Act) => (
    <Button
      key={act}
      keys={keys[act]}
      variant={act === 'activity' && clerk.active ? 'danger' : 'outlined'}
      disabledReason={why(act)}
      onClick={() => setAsked(act)}
    >
      {words(act)}
    </Button>
  )
  return (
    <div className={classes.detail}>
      <section aria-labelledby="clerk-facts">
        <SectionHead id="clerk-facts" title={name} note={<ClerkState entry={entry} />} />
        <p className={classes.hint}>
          {t(`session.role_${clerk.role}`)} · {branchName(clerk.branch)}
        </p>
        <AccountFacts entry={entry} />
      </section>
      {presence !== null && <ClerkDevices devices={presence.devices} />}
      {undo.error !== null && <DeskErrorNotice error={undo.error} />}
      <section aria-labelledby="clerk-acts">
        <SectionHead id="clerk-acts" title={t('administration.acts')} />
        <div className={classes.acts}>{(['edit', ...steps, 'activity'] as const).map(button)}</div>
        {(away ?? (own ? t('administration.notOwnAccount') : undefined)) !== undefined && (
          <p className={classes.hint}>{away ?? t('administration.notOwnAccount')}</p>
        )}
      </section>
      {asked === 'edit' && (
        <ClerkForm
          clerk={clerk}
          own={own}
          onClose={close}
          onDone={(changed, before) =>
            finished(
              changed,
              t('administration.done_edit'),
              before === undefined ? undefined : () => takeBack(changed.entry.clerk, before),
            )
          }
        />
      )}
      {asked === 'activity' && (
        <ActivityDialog
          clerk={clerk}
          onClose={close}
          onDone={(changed) => finished(changed, t(`administration.done_${activity}`))}
        />
      )}
      {asked !== undefined && asked !== 'edit' && asked !== 'activity' && (
        <AccountDialog
          clerk={clerk}
          step={asked}
          onClose={close}
          onDone={(changed) => finished(changed, t(`administration.done_${asked}`))}
        />
      )}
    </div>
  )
}

/** Before a clerk is chosen. */
export function NoClerk() {
  const { t } = useText()
  return <EmptyState icon={<IconUser size={40} stroke={1.2} />}>{t('administration.chooseClerk')}</EmptyState>
}
