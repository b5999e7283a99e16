import type { Grant } from '#core/identity/oidc.ts'
import { findClerk } from '#core/repositories/clerks.ts'
import { putToken } from '#core/repositories/enrolled-clerks.ts'
import { findSetting, noteContact, putSetting } from '#core/repositories/settings.ts'
import { enrolUnlocked, forgetKey } from '#core/repositories/signing-keys.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { SessionOutput } from '#shared/protocol/session.ts'
import { noteLeaving, noteSession, type SessionContext } from './sign-in.ts'

/** Somebody who has unlocked their slot of the vault. */
export interface Entering {
  readonly clerk: Clerk
  /** The private half of their Ed25519 key, 32 bytes. */
  readonly signingKey: Uint8Array
  /** What the authority gave them just now, when they signed in there. */
  readonly fresh: { readonly grant: Grant; readonly session: SessionOutput } | null
}

/**
 * Puts a clerk at the screen who has unlocked the vault.
 *
 * @throws AppError `session/clerk-unknown` when they do not work at the authority any more.
 */
export function enterClerk(context: SessionContext, { clerk, signingKey, fresh }: Entering): Clerk {
  const { store, clock } = context
  const at = isoInstant(clock.now())
  return store.transaction(() => {
    const others = (findSetting(store, 'own-clerks') ?? []).filter(({ id }) => id !== clerk.id)
    putSetting(store, 'own-clerks', [...others, clerk])
    const now = findClerk(store, clerk.id)
    if (!now?.active) throw new AppError('session/clerk-unknown')
    enrolUnlocked(store, clerk.id, signingKey, at)
    if (fresh) {
      putSetting(store, 'grants', { ...findSetting(store, 'grants'), [clerk.id]: fresh.grant })
      putToken(store, clerk.id, fresh.session.token, at)
      noteContact(store, clerk.id, { at, leash: fresh.session.leash })
    }
    if (findSetting(store, 'current-clerk') !== clerk.id) noteLeaving(context)
    putSetting(store, 'current-clerk', clerk.id)
    noteSession(context, 'desk.unlocked', clerk.id)
    return now
  })
}

/** Forgets the signing key of somebody who has left. */
export function forgetClerk({ store }: SessionContext, clerkId: string): void {
  forgetKey(store, clerkId)
}
