import { listUnsentNotes, markNotesSent } from '#core/repositories/desk-audit.ts'
import { listEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { maxChainEntries } from '#shared/protocol/audit.ts'
import { AUDIT_PROTOCOL } from '#shared/protocol/protocol-version.ts'
import { beginEpoch } from './epoch.ts'
import { concernsOneClerk, type Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * Whose sessions may hand the chain in: those under the device that handed it in before, the clerk at the screen first.
 * Others only when there is none: clerks whose numbers were lost go on under another device.
 */
function listSpeakers({ store }: SyncContext, sessions: Sessions): { clerkId: string; device: string }[] {
  const before = findSetting(store, 'audit-device') ?? findSetting(store, 'device')
  const current = sessions.findSpeaker()
  const rank = ({ clerkId, device }: { clerkId: string; device: string }): number =>
    (device === before ? 0 : 2) + (clerkId === current ? 0 : 1)
  return listEnrolled(store)
    .filter(({ registered }) => registered)
    .sort((a, b) => rank(a) - rank(b))
}

/**
 * Hands this desk's own chain in, as far as the authority does not have it. One that is older takes none yet.
 *
 * @throws AppError `sync/offline`, `session/required`, `sync/cursor` for an authority that was restored, `authority/…`.
 */
export async function sendNotes(context: SyncContext, sessions: Sessions): Promise<void> {
  const { store } = context
  if ((findSetting(store, 'authority')?.protocol ?? 0) < AUDIT_PROTOCOL) return
  for (const { clerkId, device } of listSpeakers(context, sessions)) {
    try {
      return await sendFor(context, sessions, clerkId, device)
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      // Restored since this round began: all that is still here is told again, in the next one.
      if (thrown.code === 'sync/cursor') beginEpoch(store, await sessions.meet())
      // Somebody who is not there any more, or must sign in again, must not keep the chain from the authority.
      if (!concernsOneClerk(thrown)) throw thrown
    }
  }
}

async function sendFor(context: SyncContext, sessions: Sessions, clerkId: string, device: string): Promise<void> {
  const { store, client, seeServerTime } = context
  for (;;) {
    const entries = listUnsentNotes(store, maxChainEntries)
    const last = entries.at(-1)
    const epoch = findSetting(store, 'epoch')
    if (!last || epoch === undefined) return
    // What the authority has is never lost here: reads are not forced to the disk as they come, but are before they leave.
    store.transaction(() => {
      putSetting(store, 'audit-sending', last.number)
      putSetting(store, 'audit-device', device)
    })
    const { serverTime } = await sessions.with(clerkId, (token) => client.sendChain(token, { device, epoch, entries }))
    seeServerTime(serverTime)
    markNotesSent(store, last.number)
  }
}
