import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { MemberRow } from '#shared/contracts/members.ts'
import { isTypedFault, type VisitorDraft, visitorFaults } from './visitor-check.ts'
import classes from './walk-in-dialog.module.css'

type Field = keyof VisitorDraft

/**
 * Who comes, in three fields. A fault is said at once when no more typing can mend it, and otherwise when the field is
 * left or the booking is tried.
 */
export function VisitorFields(props: {
  draft: VisitorDraft
  onChange: (draft: VisitorDraft) => void
  /** The member whose ID this is; it fills name and mobile where nothing is typed. */
  member: MemberRow | undefined
  tried: boolean
}) {
  const { t } = useText()
  const { draft, member } = props
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set())
  const faults = visitorFaults(draft)
  const errorOf = (field: Field): ReactNode => {
    const fault = faults[field]
    if (fault === undefined || !(props.tried || left.has(field) || isTypedFault(fault))) return undefined
    if (!props.tried && fault === 'empty') return undefined
    const said = words(field)
    return said === undefined ? undefined : <Isolated>{said}</Isolated>
  }
  const words = (field: Field): string | undefined => {
    if (field === 'name') return faults.name === undefined ? undefined : t(`appointments.nameFault_${faults.name}`)
    if (field === 'mobile')
      return faults.mobile === undefined ? undefined : t(`appointments.mobileFault_${faults.mobile}`)
    return faults.idNo === undefined ? undefined : t(`appointments.idFault_${faults.idNo}`)
  }
  const shared = (field: Field) => ({
    value: draft[field],
    error: errorOf(field),
    autoComplete: 'off',
    onBlur: () => setLeft(new Set([...left, field])),
    onChange: (event: { currentTarget: { value: string } }) =>
      props.onChange({ ...draft, [field]: event.currentTarget.value }),
  })
  return (
    <div className={classes.fields}>
      <TextInput
        data-autofocus
        label={t('appointments.fieldIdNo')}
        inputMode="numeric"
        dir="ltr"
        classNames={{ input: classes.number ?? '' }}
        maxLength={30}
        {...shared('idNo')}
      />
      {member !== undefined && (
        <p className={classes.member} role="status">
          {t('appointments.memberFound')} <strong>{member.nameAr}</strong> · <Ltr>{member.membershipNo}</Ltr>
        </p>
      )}
      <TextInput label={t('appointments.fieldName')} dir="auto" maxLength={200} {...shared('name')} />
      <TextInput
        label={t('appointments.fieldMobile')}
        inputMode="tel"
        dir="ltr"
        classNames={{ input: classes.number ?? '' }}
        maxLength={30}
        {...shared('mobile')}
      />
    </div>
  )
}
