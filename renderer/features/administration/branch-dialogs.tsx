import { Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import type { Branch, BranchEntry } from '#shared/domain/reference/branch.ts'
import { BranchChange } from '#shared/domain/reference/branch.ts'
import classes from './administration.module.css'
import { AdministrationError } from './administration-error.tsx'

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
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const set = useDeskMutation('administration.setBranchActivity')
  const form = useId()
  const act = branch.active ? 'close' : 'open'
  const missing = reason.trim().length < 3
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing || set.isPending) return
    const { code, version, active } = branch
    set.mutate({ code, version, active: !active, reason: reason.trim() }, { onSuccess: onDone })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(`administration.ask_${act}`)}
      foot={
        <>
          <Button type="submit" form={form} variant={branch.active ? 'danger' : 'primary'}>
            {set.isPending ? t('administration.saving') : t(`administration.step_${act}`)}
          </Button>
          <Button onClick={onClose}>{t('administration.cancel')}</Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={submit}>
        <p className={classes.asked}>
          <bdi>{language === 'ar' ? branch.nameAr : branch.nameEn}</bdi>
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
