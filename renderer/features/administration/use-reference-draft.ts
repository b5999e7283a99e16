import { z } from 'zod'
import { useStored } from '#renderer/lib/stored.ts'
import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { ReferenceDraft } from './reference-draft.ts'

const draftsSchema = z.partialRecord(ReferenceKind, ReferenceDraft)
const noDrafts: z.output<typeof draftsSchema> = {}

/** The version of a kind that is being made here, kept until it is published or put away. */
export function useReferenceDraft(kind: ReferenceKind) {
  const [drafts, keep] = useStored('reference-drafts', draftsSchema, noDrafts)
  const change = (draft: ReferenceDraft | undefined) => {
    const { [kind]: _, ...others } = drafts
    keep(draft === undefined ? others : { ...others, [kind]: draft })
  }
  return { draft: drafts[kind], drafts, change }
}
