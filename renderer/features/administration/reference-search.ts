import { z } from 'zod'
import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'

/** The place of the tab as a link: which kind, which of its versions (`draft`: the one that is being made), which row. */
export const referenceSearchSchema = z.object({
  kind: ReferenceKind.optional().catch(undefined),
  version: z.string().max(64).optional().catch(undefined),
  row: z.string().max(120).optional().catch(undefined),
  /** Only rows that differ from the version before. */
  changes: z.boolean().optional().catch(undefined),
})
export type ReferenceSearch = z.infer<typeof referenceSearchSchema>

/** Without what says nothing, so that links stay short. */
export function compactReferenceSearch(search: ReferenceSearch): ReferenceSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== '' && value !== false),
  )
}
