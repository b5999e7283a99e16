import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { MemberField } from '#shared/domain/members/member.ts'
import { fieldWords, isLeftToRight } from './field-words.ts'

/** A field's value as it stands in a sentence or a cell. */
export function FieldValue(props: { field: MemberField; value: string | null | undefined }) {
  const { t, format } = useText()
  const { field, value } = props
  if (value === null || value === undefined || value === '') {
    return <span style={{ color: 'var(--tx3)' }}>{t('requests.fieldEmpty')}</span>
  }
  if (field === 'birthDate') return <DualDate day={value} />
  const words = fieldWords(field, value, format)
  return isLeftToRight(field) ? <Ltr>{words}</Ltr> : <span>{words}</span>
}
