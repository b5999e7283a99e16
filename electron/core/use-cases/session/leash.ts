import type { Store } from '#core/db/store.ts'
import { countUnreceipted } from '#core/repositories/outbox.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'

const day = 86_400_000

/**
 * How long a clerk may go on without a word from the authority: its own policy (`SessionOutput.leash`), counted in
 * trusted time since it last answered for them. What they have queued is kept and sent whatever this says.
 *
 * @param now trusted time, in milliseconds.
 * @throws AppError `session/leash` with what is over.
 */
export function requireLeash(store: Store, clerkId: string, now: number, wish: 'read' | 'decide'): void {
  const contact = findSetting(store, 'contacts')?.[clerkId]
  if (!contact?.leash) return
  const { readDays, decideDays, decideCommands } = contact.leash
  const days = (now - Date.parse(contact.at)) / day
  if (days > (wish === 'read' ? readDays : decideDays))
    throw new AppError('session/leash', { wish, days: Math.floor(days), since: contact.at })
  if (wish === 'decide' && countUnreceipted(store, clerkId) >= decideCommands)
    throw new AppError('session/leash', { wish, commands: decideCommands, since: contact.at })
}
