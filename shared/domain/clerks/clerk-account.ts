import { z } from 'zod'
import { DeviceState } from '../devices/device.ts'
import { Instant } from '../members/member.ts'
import { BranchCode, Clerk, Role } from './clerk.ts'

/** A clerk's id: theirs for ever, in every record of what they did. */
export const ClerkId = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/)
/** The name under which somebody signs in: 2 to 64 Latin letters, digits, dots, dashes, in lower case. */
export const Username = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,63}$/)

const Name = z.string().trim().min(1).max(120)

/** What an administrator sees of a clerk's account. Never a password, never a secret. */
export const ClerkAccount = z.object({
  username: z.string(),
  /** Since when an administrator keeps it locked. */
  lockedAt: Instant.nullable(),
  /** Until when nothing is tried after wrong tries; null where there is no wait. */
  waitsUntil: Instant.nullable(),
  /** The next sign-in demands another password. */
  mustChange: z.boolean(),
  /** Whether the second factor is set up. */
  secondFactor: z.boolean(),
})
export type ClerkAccount = z.infer<typeof ClerkAccount>

/** What the authority knows of how somebody works: `account` is null where they have none. */
export const ClerkPresence = z.object({
  account: ClerkAccount.nullable(),
  lastSignInAt: Instant.nullable(),
  /** Sessions that have not ended. */
  sessions: z.number().int().nonnegative(),
  /** Devices on which they have a key. */
  devices: z.array(z.object({ id: z.string(), name: z.string(), state: DeviceState })),
})
export type ClerkPresence = z.infer<typeof ClerkPresence>

/** A clerk as administrators see them. `presence` is null where only the register's row is known (no line). */
export const ClerkEntry = z.object({ clerk: Clerk, presence: ClerkPresence.nullable() })
export type ClerkEntry = z.infer<typeof ClerkEntry>

/** Somebody who is to work here. */
export const NewClerk = z.strictObject({
  id: ClerkId,
  nameAr: Name,
  nameEn: Name,
  role: Role,
  branch: BranchCode,
  username: Username,
})
export type NewClerk = z.infer<typeof NewClerk>

/** What an administrator changes of a clerk who was seen at `version`. */
export const ClerkChange = z.strictObject({
  version: z.number().int().positive(),
  nameAr: Name,
  nameEn: Name,
  role: Role,
  branch: BranchCode,
})
export type ClerkChange = z.infer<typeof ClerkChange>

/** Lets somebody go, or back in, with the reason. */
export const ClerkActivity = z.strictObject({
  version: z.number().int().positive(),
  active: z.boolean(),
  reason: z.string().trim().min(3).max(400),
})
export type ClerkActivity = z.infer<typeof ClerkActivity>

/** What an administrator does to an account. `add` needs a name; `add` and `reset-password` give a password once. */
export const AccountStep = z.enum(['add', 'lock', 'unlock', 'reset-password', 'reset-second-factor', 'end-sessions'])
export type AccountStep = z.infer<typeof AccountStep>
