import { TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import type { Branch, BranchEntry } from '#shared/domain/reference/branch.ts'
import { BranchChange } from '#shared/domain/reference/branch.ts'
import classes from './administration.module.css'
import { AdministrationError } from './administration-error.tsx'
import { ReasonDialog } from './ask-dialog.tsx'

interface Asked {
  readonly branch: Branch
  readonly onDone: (changed: BranchEntry) => void
  readonly onClose: () => void
}

/** The names of a branch and how it is reached. What somebody else changed meanwhile stands under its field. */
export function BranchForm(props: Asked) {
  const { t } = useText()
  const { branch, onDone, onClose } = props
  const [opened] = useState(branch)
  const [draft, setDraft] = useState({ nameAr: branch.nameAr, nameEn: branch.nameEn, phone: branch.phone ?? '' })
  const [tried, setTried] = useState(false)
  const change = useDeskMutation('administration.changeBranch')
  const form = useId()
  const phone = draft.phone.trim() === '' ? null : draft.phone.trim()
  const wanted = BranchChange.safeParse({ ...draft, version: branch.version, phone })
  const wrong = (field: 'nameAr' | 'nameEn' | 'phone') =>
    tried && !BranchChange.shape[field].safeParse(field === 'phone' ? phone : draft[field]).success
  const nowOf = (field: 'nameAr' | 'nameEn' | 'phone') =>
    branch[field] === opened[field] ? undefined : t('administration.valueNow', { value: branch[field] ?? '–' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!wanted.success || change.isPending) return
    change.mutate({ code: branch.code, ...wanted.data }, { onSuccess: onDone })
  }
  const put = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('administration.editBranch')}
      foot={
        <>
          <Button type="submit" form={form} variant="primary">
            {change.isPending ? t('administration.saving') : t('administration.save')}
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
            error={wrong('nameAr') ? t('administration.fieldMissing') : undefined}
            maxLength={80}
            dir="rtl"
            lang="ar"
            data-autofocus
          />
          <TextInput
            label={t('administration.nameEn')}
            value={draft.nameEn}
            onChange={(event) => put({ nameEn: event.currentTarget.value })}
            description={nowOf('nameEn')}
            error={wrong('nameEn') ? t('administration.fieldMissing') : undefined}
            maxLength={80}
            dir="ltr"
            lang="en"
          />
        </div>
        <TextInput
          label={t('administration.phone')}
          value={draft.phone}
          onChange={(event) => put({ phone: event.currentTarget.value })}
          description={nowOf('phone')}
          error={wrong('phone') ? t('administration.phoneRule') : undefined}
          maxLength={26}
          dir="ltr"
        />
        {change.error !== null && <AdministrationError error={change.error} />}
      </form>
    </Dialog>
  )
}

/** Asks for the reason before a branch is closed, or opened again. */
export function BranchActivityDialog(props: Asked) {
  const { t, language } = useText()
  const { branch, onDone, onClose } = props
  const set = useDeskMutation('administration.setBranchActivity')
  const act = branch.active ? 'close' : 'open'
  const { code, version, active } = branch
  return (
    <ReasonDialog
      title={t(`administration.ask_${act}`)}
      subject={language === 'ar' ? branch.nameAr : branch.nameEn}
      does={t(`administration.does_${act}`)}
      act={t(`administration.step_${act}`)}
      danger={active}
      pending={set.isPending}
      error={set.error !== null && <AdministrationError error={set.error} />}
      onClose={onClose}
      onReason={(reason) => set.mutate({ code, version, active: !active, reason }, { onSuccess: onDone })}
    />
  )
}
