import { useText } from '#renderer/lib/use-text.ts'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { FoldedFields } from '#renderer/ui/folded-fields.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { MemberField } from '#shared/domain/members/member.ts'
import { FieldValue } from './field-value.tsx'

/** The fields of the snapshot that the request leaves alone, folded into one line. */
export function UnchangedFields(props: { review: ReviewOutput }) {
  const { t } = useText()
  const { review } = props
  const changed = new Set(review.changes.map((change) => change.field))
  const unchanged = MemberField.options.filter((field) => !changed.has(field) && review.base[field] !== undefined)
  if (unchanged.length === 0) return null
  return (
    <FoldedFields count={unchanged.length}>
      <FactList
        facts={unchanged.map((field) => ({
          id: field,
          label: t(`requests.field_${field}`),
          value: <FieldValue field={field} value={review.base[field]} />,
        }))}
      />
    </FoldedFields>
  )
}
