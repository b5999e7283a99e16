import type { Generated } from 'kysely'
import type { BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import type { DeviceState } from '#shared/domain/devices/device.ts'
import type { InstantText, Json } from './column-types.ts'

export interface ClerksTable {
  id: string
  version: number
  nameAr: string
  nameEn: string
  role: Role
  branch: BranchCode
  active: boolean
}

export interface SessionsTable {
  /** SHA-256 (hex) of the token; the token itself is never kept. */
  tokenHash: string
  clerkId: string
  device: string
  createdAt: InstantText
  expiresAt: InstantText
}

export interface AccountsTable {
  clerkId: string
  /** In lower case. */
  username: string
  passwordHash: string
  mustChange: boolean
  lockedAt: InstantText | null
  /** Sealed; null until the second factor is set up. */
  totpSecret: string | null
  totpStep: Generated<number>
  changedAt: InstantText
}

export interface RecoveryCodesTable {
  clerkId: string
  codeHash: string
}

export interface SignInFailuresTable {
  /** `name:…` (hashed) or `address:…`. */
  subject: string
  failures: number
  lastAt: InstantText
  blockedUntil: InstantText | null
}

export interface IdentityKeysTable {
  name: string
  value: Json<unknown>
  createdAt: InstantText
}

export interface OidcPayloadsTable {
  model: string
  id: string
  payload: Json<Readonly<Record<string, unknown>>>
  grantId: string | null
  uid: string | null
  accountId: string | null
  consumedAt: InstantText | null
  expiresAt: InstantText | null
}

export interface UsedProofsTable {
  id: string
  expiresAt: InstantText
}

export interface DevicesTable {
  id: string
  name: string
  state: DeviceState
  proofKey: string | null
  firstSeenAt: InstantText
  lastSeenAt: InstantText
  decidedBy: string | null
  decidedAt: InstantText | null
  wipedAt: InstantText | null
  appVersion: string | null
}

export interface SignInsTable {
  clerkId: string
  at: InstantText
}
