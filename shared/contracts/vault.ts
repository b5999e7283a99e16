import { z } from 'zod'
import { Clerk } from '../domain/clerks/clerk.ts'
import { Instant } from '../domain/members/member.ts'
import { contract } from './contract.ts'
import { CurrentSession } from './session.ts'

/** A clerk of this device, as the lock shows them. */
export const VaultClerk = z.object({
  clerk: Clerk,
  /** `locked`: opens with the passphrase. `open`: their keys are in memory. `destroyed`: by ten wrong tries. */
  state: z.enum(['locked', 'open', 'destroyed']),
  /** Whether a PIN re-opens the screen; only known while the keys are in memory. */
  hasPin: z.boolean(),
  /** Seconds until the next try; 0 when it may be made. */
  waitSeconds: z.number().int().nonnegative(),
  /** Wrong tries that are left before the slot is destroyed. */
  triesLeft: z.number().int().nonnegative(),
  openedAt: Instant.nullable(),
})
export type VaultClerk = z.infer<typeof VaultClerk>

/**
 * How far a sign-in at the authority is. `preparing`: the authority is asked; `browser`: the clerk is in the browser;
 * `exchanging`: they came back; `choose-passphrase`: they are known, and have no key on this device yet.
 */
export const SignInState = z.object({
  step: z.enum(['none', 'preparing', 'browser', 'exchanging', 'choose-passphrase']),
  clerk: Clerk.nullable(),
})
export type SignInState = z.infer<typeof SignInState>

/** The key vault of this device. */
export const VaultView = z.object({
  /** `demo`: there is none; people are picked from the demo list. */
  mode: z.enum(['demo', 'vault']),
  device: z.string().nullable(),
  authority: z.object({ nameAr: z.string(), nameEn: z.string() }).nullable(),
  clerks: z.array(VaultClerk),
  signIn: SignInState,
  /** Whether the store is open, so that the line works even while nobody is at the screen. */
  open: z.boolean(),
  /** The clerk whose screen is locked; null while it is not. */
  screenLockedBy: z.string().nullable(),
  /** `running`: at the authority's order this device is being wiped. `done`: the next start is that of a new device. */
  wipe: z.enum(['none', 'running', 'done']),
  /** Minutes without a key or a pointer after which the screen locks itself. */
  autoLockMinutes: z.number().int().positive(),
})
export type VaultView = z.infer<typeof VaultView>

const ClerkId = z.string().min(1).max(64)
const Passphrase = z.string().min(1).max(200)
/** Four to eight digits, Western; the screen turns ٠–٩ into 0–9. */
export const Pin = z.string().regex(/^\d{4,8}$/)

export const vaultContracts = {
  'vault.get': contract({
    lane: 'keeper',
    needs: 'nobody',
    input: z.strictObject({}),
    output: VaultView,
    errors: [],
  }),
  /** Opens a clerk's slot with their passphrase, and puts them at the screen. Needs no line. */
  'vault.unlock': contract({
    lane: 'keeper',
    needs: 'nobody',
    input: z.strictObject({ clerkId: ClerkId, passphrase: Passphrase }),
    output: CurrentSession,
    errors: [
      'vault/wrong-passphrase',
      'vault/wait',
      'vault/slot-destroyed',
      'vault/no-slot',
      'vault/demo',
      'store/unreadable',
      'store/damaged',
      'store/busy',
    ],
  }),
  /** Sends the browser to the authority's sign-in; answers when the clerk has come back, or not. */
  'vault.signIn': contract({
    lane: 'keeper',
    needs: 'nobody',
    input: z.strictObject({ language: z.enum(['ar', 'en']) }),
    output: SignInState,
    errors: [
      'session/sign-in-failed',
      'session/clerk-unknown',
      'session/device-pending',
      'session/device-revoked',
      'sync/offline',
      'authority/unavailable',
      'vault/demo',
    ],
  }),
  'vault.cancelSignIn': contract({
    lane: 'keeper',
    needs: 'nobody',
    input: z.strictObject({}),
    output: SignInState,
    errors: ['vault/demo'],
  }),
  /** Gives the clerk who has just signed in a slot of their own, and puts them at the screen. */
  'vault.enrol': contract({
    lane: 'keeper',
    needs: 'nobody',
    input: z.strictObject({ passphrase: Passphrase, pin: Pin.nullable() }),
    output: CurrentSession,
    errors: [
      'store/unreadable',
      'vault/weak-passphrase',
      'vault/no-way-in',
      'session/sign-in-failed',
      'session/required',
      'sync/offline',
      'authority/unavailable',
      'store/io',
      'vault/demo',
    ],
  }),
  /** Locks the screen; the keys stay in memory and the line goes on. */
  'vault.lock': contract({
    lane: 'keeper',
    needs: 'clerk',
    input: z.strictObject({}),
    output: VaultView,
    errors: ['vault/demo'],
  }),
  /** Opens a locked screen again, with the PIN or the passphrase. */
  'vault.reopen': contract({
    lane: 'keeper',
    needs: 'nobody',
    input: z.strictObject({ secret: Passphrase }),
    output: CurrentSession,
    errors: ['vault/wrong-passphrase', 'vault/wrong-pin', 'vault/wait', 'vault/slot-destroyed', 'vault/locked'],
  }),
  /** Another passphrase, another PIN, or none (`pin` null). */
  'vault.change': contract({
    lane: 'keeper',
    needs: 'clerk',
    input: z.strictObject({ passphrase: Passphrase, newPassphrase: Passphrase.nullable(), pin: Pin.nullable() }),
    output: VaultView,
    errors: [
      'vault/wrong-passphrase',
      'vault/weak-passphrase',
      'vault/wait',
      'vault/slot-destroyed',
      'store/io',
      'vault/demo',
    ],
  }),
} as const
