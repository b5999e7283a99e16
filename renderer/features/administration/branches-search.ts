import { z } from 'zod'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'

/** The branch that is opened, as the search part of the link. */
export const branchesSearchSchema = z.object({ branch: BranchCode.optional().catch(undefined) })
export type BranchesSearch = z.output<typeof branchesSearchSchema>
