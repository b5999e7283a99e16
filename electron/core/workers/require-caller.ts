import type { Store } from '#core/db/store.ts'
import { findClerk } from '#core/repositories/clerks.ts'
import { requireLeash } from '#core/use-cases/session/leash.ts'
import { callRefusal } from '#shared/contracts/contract.ts'
import { contracts, isChannel } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Errand } from './messages.ts'

/**
 * The one gate of the core: somebody is at the screen and still works here (or `session/required`), their role of now has
 * what the channel needs (or `permission/denied`), and they have not been without the authority for too long
 * (`session/leash`). What the threads ask of each other is for any clerk.
 *
 * @param now trusted time, in milliseconds.
 */
export function requireCaller(store: Store, errand: Errand, clerkId: string | null, now: number): Clerk {
  const clerk = clerkId === null ? undefined : findClerk(store, clerkId)
  if (!clerk?.active) throw new AppError('session/required')
  const refusal = isChannel(errand) ? callRefusal(contracts[errand], clerk) : null
  if (refusal) throw new AppError(refusal.code, refusal.detail)
  requireLeash(store, clerk.id, now, 'read')
  return clerk
}
