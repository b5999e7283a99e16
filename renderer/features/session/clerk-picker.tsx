import { IconCheck, IconSearch, IconUserOff, IconUsers } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { useBranchName } from '#renderer/lib/branch-names.ts'
import { keepInView } from '#renderer/lib/keep-in-view.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { type Clerk, Role } from '#shared/domain/clerks/clerk.ts'
import { groupClerks } from './clerk-groups.ts'
import classes from './clerk-picker.module.css'

/** Names of the roles in the clerk's language. */
function useRoleNames(): Record<Role, string> {
  const { t } = useText()
  return Object.fromEntries(Role.options.map((role) => [role, t(`session.role_${role}`)])) as Record<Role, string>
}

/**
 * A list of people to pick from: filtered while typing, grouped by branch, moved by the arrow keys, picked by Enter. The
 * field keeps the focus; the list is its listbox.
 */
export function ClerkPicker(props: {
  clerks: readonly Clerk[]
  currentId?: string | undefined
  onPick: (clerk: Clerk) => void
  busy?: boolean
}) {
  const { t, language } = useText()
  const roleNames = useRoleNames()
  const branchName = useBranchName()
  const [typed, setTyped] = useState('')
  const [activeId, setActiveId] = useState<string | undefined>(undefined)
  const listId = useId()
  const groups = groupClerks(props.clerks, typed, roleNames)
  const flat = groups.flatMap((group) => group.clerks)
  const active = flat.find((clerk) => clerk.id === activeId) ?? flat[0]
  const optionId = (clerk: Clerk) => `${listId}-${clerk.id}`
  const activeOption = active === undefined ? undefined : optionId(active)

  useEffect(() => {
    if (activeOption === undefined) return
    const option = document.getElementById(activeOption)
    // The sticky name of the branch covers the top of the list.
    if (option !== null) keepInView(option, 32)
  }, [activeOption])

  const pick = (clerk: Clerk | undefined) => {
    if (clerk !== undefined && props.busy !== true) props.onPick(clerk)
  }
  const move = (to: number) => setActiveId(flat[Math.min(flat.length - 1, Math.max(0, to))]?.id)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const at = active === undefined ? -1 : flat.indexOf(active)
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + 6),
      PageUp: () => move(at - 6),
      Enter: () => pick(active),
      NumpadEnter: () => pick(active),
    }
    const step = steps[event.code]
    if (step === undefined) return
    event.preventDefault()
    step()
  }

  return (
    <div className={classes.picker}>
      <div className={classes.field}>
        <IconSearch size={17} stroke={1.6} aria-hidden="true" />
        <input
          className={classes.input}
          // The field is why this panel was opened.
          data-autofocus
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-label={t('session.findClerk')}
          {...(activeOption === undefined ? {} : { 'aria-activedescendant': activeOption })}
          placeholder={t('session.findClerk')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setActiveId(undefined)
          }}
          onKeyDown={onKeyDown}
        />
        <span className={classes.count} role="status">
          <Isolated>{t('session.clerksFound', { count: flat.length })}</Isolated>
        </span>
      </div>
      <div id={listId} className={classes.list} role="listbox" aria-label={t('session.clerkList')}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox has no element of its own.
          <div key={group.branch} role="group" aria-label={branchName(group.branch)}>
            <div className={classes.branch} aria-hidden="true">
              {branchName(group.branch)}
            </div>
            {group.clerks.map((clerk) => {
              const current = clerk.id === props.currentId
              const [name, other] = language === 'ar' ? [clerk.nameAr, clerk.nameEn] : [clerk.nameEn, clerk.nameAr]
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys; options are never focused.
                <div
                  key={clerk.id}
                  id={optionId(clerk)}
                  role="option"
                  tabIndex={-1}
                  aria-selected={clerk === active}
                  className={classes.option}
                  onMouseMove={() => setActiveId(clerk.id)}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => pick(clerk)}
                >
                  <Avatar name={name} size={32} self={current} />
                  <span className={classes.names}>
                    <span className={classes.name}>{name}</span>
                    <span className={classes.other}>
                      <bdi>{other}</bdi>
                    </span>
                  </span>
                  {current && (
                    <span className={classes.current}>
                      <IconCheck size={16} stroke={2} aria-hidden="true" />
                      <span>{t('session.currentClerk')}</span>
                    </span>
                  )}
                  <span className={classes.role}>{roleNames[clerk.role]}</span>
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {flat.length === 0 && (
        <EmptyState
          icon={
            props.clerks.length === 0 ? <IconUsers size={40} stroke={1.2} /> : <IconUserOff size={40} stroke={1.2} />
          }
        >
          {props.clerks.length === 0 ? t('session.noClerksYet') : t('session.noClerkFound')}
        </EmptyState>
      )}
    </div>
  )
}
