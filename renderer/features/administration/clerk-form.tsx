import { NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useBranches, useBranchName } from '#renderer/lib/branch-names.ts'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { BranchCode, type Clerk, Role } from '#shared/domain/clerks/clerk.ts'
import { ClerkId, Username } from '#shared/domain/clerks/clerk-account.ts'
import classes from './administration.module.css'
import { AdministrationError } from './administration-error.tsx'

/** What is typed: as in the record, with the id and the sign-in name of somebody new. */
type Draft = Pick<Clerk, 'id' | 'nameAr' | 'nameEn' | 'role' | 'branch'> & { username: string }

const emptyDraft: Draft = { id: '', username: '', nameAr: '', nameEn: '', role: 'clerk', branch: 'riyadh' }
const editable = ['nameAr', 'nameEn', 'role', 'branch'] as const

/** Words of a field's value. */
function useValueWords() {
  const { t } = useText()
  const branchName = useBranchName()
  return (field: (typeof editable)[number], clerk: Clerk): string => {
    if (field === 'role') return t(`session.role_${clerk.role}`)
    return field === 'branch' ? branchName(clerk.branch) : clerk[field]
  }
}

/**
 * Somebody new, or the names, role and branch of a `clerk`. Where somebody else changed the record meanwhile, what was
 * typed stays, the values of now stand under their fields, and saving again is on top of them.
 */
export function ClerkForm(props: {
  clerk?: Clerk
  /** Whether this is who works at the screen: their own role stays as it is. */
  own: boolean
  onDone: (changed: ChannelOutput<'administration.changeClerk'>, before: Clerk | undefined) => void
  onClose: () => void
}) {
  const { t } = useText()
  const branches = useBranches()
  const branchName = useBranchName()
  const { clerk, own, onDone, onClose } = props
  const wordsOf = useValueWords()
  const [opened] = useState(clerk)
  const [draft, setDraft] = useState<Draft>(clerk === undefined ? emptyDraft : { ...emptyDraft, ...clerk })
  const [idTyped, setIdTyped] = useState(false)
  const [tried, setTried] = useState(false)
  const add = useDeskMutation('administration.addClerk')
  const change = useDeskMutation('administration.changeClerk')
  const form = useId()
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const isNew = clerk === undefined
  const missing = (text: string) => (tried && text.trim() === '' ? t('administration.fieldMissing') : undefined)
  const badId = isNew && !ClerkId.safeParse(draft.id).success
  const badUsername = isNew && !Username.safeParse(draft.username).success
  const whole = draft.nameAr.trim() !== '' && draft.nameEn.trim() !== '' && !badId && !badUsername
  const error = add.error ?? change.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!whole || add.isPending || change.isPending) return
    const { id, username, nameAr, nameEn, role, branch } = draft
    const person = { nameAr: nameAr.trim(), nameEn: nameEn.trim(), role, branch }
    if (isNew) add.mutate({ id, username, ...person }, { onSuccess: (changed) => onDone(changed, undefined) })
    else
      change.mutate(
        { id: clerk.id, version: clerk.version, ...person },
        { onSuccess: (changed) => onDone(changed, clerk) },
      )
  }
  /** What a field holds by now, where somebody else changed it while this was open. */
  const nowOf = (field: (typeof editable)[number]): string | undefined =>
    clerk !== undefined && opened !== undefined && clerk[field] !== opened[field]
      ? t('administration.valueNow', { value: wordsOf(field, clerk) })
      : undefined
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(isNew ? 'administration.addClerk' : 'administration.editClerk')}
      foot={
        <>
          <Button type="submit" form={form} variant="primary">
            {add.isPending || change.isPending ? t('administration.saving') : t('administration.save')}
          </Button>
          <Button onClick={onClose}>{t('administration.cancel')}</Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={submit}>
        <div className={classes.pair}>
          <TextInput
            label={t('administration.nameAr')}
            value={draft.nameAr}
            onChange={(event) => put({ nameAr: event.currentTarget.value })}
            description={nowOf('nameAr')}
            error={missing(draft.nameAr)}
            maxLength={120}
            dir="rtl"
            lang="ar"
            data-autofocus
          />
          <TextInput
            label={t('administration.nameEn')}
            value={draft.nameEn}
            onChange={(event) => put({ nameEn: event.currentTarget.value })}
            description={nowOf('nameEn')}
            error={missing(draft.nameEn)}
            maxLength={120}
            dir="ltr"
            lang="en"
          />
        </div>
        <div className={classes.pair}>
          <NativeSelect
            label={t('administration.columnRole')}
            value={draft.role}
            onChange={(event) => put({ role: Role.parse(event.currentTarget.value) })}
            description={own ? t('administration.ownRole') : nowOf('role')}
            disabled={own}
            data={Role.options.map((role) => ({ value: role, label: t(`session.role_${role}`) }))}
          />
          <NativeSelect
            label={t('administration.columnBranch')}
            value={draft.branch}
            onChange={(event) => put({ branch: BranchCode.parse(event.currentTarget.value) })}
            description={nowOf('branch')}
            data={branches
              .filter(({ code, active }) => active || code === draft.branch)
              .map(({ code }) => ({ value: code, label: branchName(code) }))}
          />
        </div>
        {isNew ? (
          <div className={classes.pair}>
            <TextInput
              label={t('administration.columnUsername')}
              description={t('administration.usernameHint')}
              value={draft.username}
              onChange={(event) => {
                const username = event.currentTarget.value.toLowerCase()
                put({ username, ...(idTyped ? {} : { id: username }) })
              }}
              error={tried && badUsername ? t('administration.usernameRule') : undefined}
              maxLength={64}
              dir="ltr"
              autoComplete="off"
              spellCheck={false}
            />
            <TextInput
              label={t('administration.clerkId')}
              description={t('administration.idHint')}
              value={draft.id}
              onChange={(event) => {
                setIdTyped(true)
                put({ id: event.currentTarget.value.toLowerCase() })
              }}
              error={tried && badId ? t('administration.usernameRule') : undefined}
              maxLength={64}
              dir="ltr"
              autoComplete="off"
              spellCheck={false}
            />
          </div>
        ) : (
          (draft.role !== clerk.role || draft.branch !== clerk.branch) && (
            <Notice>{t('administration.rightsNow')}</Notice>
          )
        )}
        {error !== null && <AdministrationError error={error} />}
      </form>
    </Dialog>
  )
}
