import { z } from 'zod'
import { ClerkEntry, Username } from '../domain/clerks/clerk-account.ts'
import { BranchEntry } from '../domain/reference/branch.ts'

/** `GET /v1/administration/clerks` (administrators): everybody, by branch and id. */
export const ClerksOutput = z.object({ clerks: z.array(ClerkEntry) })
export type ClerksOutput = z.infer<typeof ClerksOutput>

/** `GET /v1/administration/branches` (administrators). `PUT …/:code` and `PUT …/:code/activity` answer `BranchEntry`. */
export const BranchesOutput = z.object({ branches: z.array(BranchEntry) })
export type BranchesOutput = z.infer<typeof BranchesOutput>

/**
 * `POST /v1/administration/clerks` with `NewClerk`, `PUT …/:id` with `ClerkChange`, `PUT …/:id/activity` with
 * `ClerkActivity`, `POST …/:id/account/:step` with `AccountStepInput`. `password`: told once, where there is a new one.
 */
export const ClerkChangedOutput = z.object({ entry: ClerkEntry, password: z.string().nullable() })
export type ClerkChangedOutput = z.infer<typeof ClerkChangedOutput>

/** `username` for `add`. */
export const AccountStepInput = z.strictObject({ username: Username.optional() })
export type AccountStepInput = z.infer<typeof AccountStepInput>
