import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Grant } from '#core/identity/oidc.ts'
import type { RepairReport } from '#shared/contracts/store.ts'
import type { AuditCheckpoint } from '#shared/domain/audit/audit-log.ts'
import type { HeldLog, LogFault } from '#shared/domain/audit/witness.ts'
import type { VerificationKey } from '#shared/domain/certificates/certificate.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Branch } from '#shared/domain/reference/branch.ts'
import type { Finding } from '#shared/domain/store/finding-table.ts'
import type { Leash } from '#shared/protocol/session.ts'

/** A clerk's last word with the authority. */
export interface Contact {
  /** By the authority's clock. */
  readonly at: string
  readonly leash: Leash | null
}

/** A state of the audit log that was shown to this desk and does not follow from the one that it held: the evidence. */
export interface LogBreak {
  readonly at: string
  /** `restored`: in a new epoch, which the desk follows. */
  readonly kind: 'altered' | 'restored'
  readonly reason: LogFault
  readonly epoch: string
  readonly held: AuditCheckpoint | null
  readonly shown: AuditCheckpoint | null
  readonly proof: readonly string[]
}

/** Single facts of this desk. */
interface Settings {
  /** This installation, for ever: half of every command's identity. */
  device: string
  /** Who answered last, and in which epoch of its feed. */
  authority: { nameAr: string; nameEn: string; demo: boolean; epoch: string; protocol: number }
  /** The epoch of the authority in which receipts and cursors of this desk stand. */
  epoch: string
  /** People who may be picked, as of the last contact (demo mode). */
  'demo-clerks': Clerk[]
  /** Clerks of this device as they were when they last signed in at the authority or unlocked, until they are pulled. */
  'own-clerks': Clerk[]
  /** The branches as the authority last told of them; until then as the application knows them. */
  branches: Branch[]
  /** With what each clerk's next session is asked for, where they sign in at a provider. */
  grants: Record<string, Grant>
  /** When the authority last answered for each clerk, and for how long they may go on without it. */
  contacts: Record<string, Contact>
  /** The clerk at the screen when the profile was last used. */
  'current-clerk': string | null
  /** When each clerk was last at the screen: the end of their last session here. */
  left: Record<string, string>
  /** The switch of demo mode. */
  connected: boolean
  /** The last note of the vault that this desk's audit chain has. */
  'vault-noted': number
  /** Whether the first fill was paused by hand. */
  'fill-paused': boolean
  /** Counts up with each epoch; rows of an older one are not trusted to be there still. */
  generation: number
  /** Of scopes that were read again from their beginning: the number that their rows are stamped with since. */
  'scope-generations': Record<string, number>
  /** The application that last opened the store: its version and the protocol that it speaks. */
  application: string
  /** Whether large downloads wait for a clerk's wish. */
  metered: boolean
  /**
   * Of trusted time, in milliseconds: the latest moment that was shown, the latest time that the authority said, what is
   * added to this machine's clock, by how much the authority was ahead of it, that clock when it was last looked at, and
   * what is added besides since a clock that was set back at a start (absent in stores of before).
   */
  clock: {
    floor: number
    server: number
    offset: number
    difference: number | null
    wall: number | null
    carried?: number
  }
  /** The key that signs the trust list, as this desk was told first; another one is never taken in its place. */
  'trust-anchor': VerificationKey
  /** What happened to the store's files at earlier starts, the last of them; the doctor tells it. */
  'store-history': Finding[]
  /** Grows with every change of what only this desk holds; the second copy remembers it (db/spare.ts). */
  'local-mark': number
  /** What the last repair saved and could not save. */
  'last-repair': RepairReport
  'last-pull-at': string
  /** The newest state of the authority's audit log that this desk has seen and believed, and in which epoch. */
  'audit-witness': (HeldLog & { readonly epoch: string }) | null
  /** What did not follow from it: for good, the first and the last of them. */
  'audit-breaks': LogBreak[]
  /** The last number of this desk's own chain that was about to be sent. */
  'audit-sending': number
  /** The device under which it was. */
  'audit-device': string
  /** Whether the log that was shown last is another one: a code of the error table. */
  'audit-fault': string | null
  'last-receipt-at': string
}

/** A fact, or undefined before it is known. */
export function findSetting<Key extends keyof Settings>(store: Store, key: Key): Settings[Key] | undefined {
  const row = store.findOf<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)
  return row && (JSON.parse(row.value) as Settings[Key])
}

/** Several facts at once, those that are known. */
export function findSettings<Key extends keyof Settings>(
  store: Store,
  keys: readonly Key[],
): Partial<Pick<Settings, Key>> {
  const rows = store.allOf<{ key: Key; value: string }>(
    `SELECT key, value FROM settings WHERE key IN (${keys.map(() => '?').join(', ')})`,
    ...keys,
  )
  return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value)])) as Partial<Pick<Settings, Key>>
}

export function putSetting<Key extends keyof Settings>(store: Store, key: Key, value: Settings[Key]): void {
  const text = JSON.stringify(value)
  store.run(
    query
      .insertInto('settings')
      .values({ key, value: text })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text })),
  )
}

/**
 * The number with which rows of a scope are stamped: 1 until the authority was restored, or the scope was read again
 * from its beginning, for the first time.
 */
export function getGeneration(store: Store, scope: string): number {
  return findSetting(store, 'scope-generations')?.[scope] ?? findSetting(store, 'generation') ?? 1
}

/** The highest number of any scope: a row that is stamped with it is taken for gone by none. */
export function getNewestGeneration(store: Store): number {
  return Math.max(
    findSetting(store, 'generation') ?? 1,
    ...Object.values(findSetting(store, 'scope-generations') ?? {}),
  )
}

/** Remembers that the authority has answered for a clerk. A word without a leash (a demo's) leaves none behind. */
export function noteContact(store: Store, clerkId: string, contact: Contact): void {
  if (contact.leash === null) return
  putSetting(store, 'contacts', { ...findSetting(store, 'contacts'), [clerkId]: contact })
}

/** So many of the things that happened to the store are remembered. */
const historyLength = 20

/** Remembers what happened to the store's files. */
export function noteHistory(store: Store, findings: readonly Finding[]): void {
  if (findings.length === 0) return
  const before = findSetting(store, 'store-history') ?? []
  putSetting(store, 'store-history', [...before, ...findings].slice(-historyLength))
}

/** Most breaks that are kept: the first, and the last of the others. */
const breaksKept = 20

/**
 * Remembers a break of the audit log; one that is shown again and again once. Answers whether it is new.
 *
 * A log that is broken may go on growing, so while a break lasts (`lasting`) what is shown is no new one: each would
 * become an entry of the desk's chain, with which that log grows again.
 */
export function addLogBreak(store: Store, broken: LogBreak, lasting: boolean): boolean {
  const before = findSetting(store, 'audit-breaks') ?? []
  const last = before.at(-1)
  const same = (one: AuditCheckpoint | null, other: AuditCheckpoint | null): boolean =>
    one?.signature === other?.signature && one?.root === other?.root
  if (last && last.reason === broken.reason && same(last.held, broken.held))
    if (lasting || same(last.shown, broken.shown)) return false
  const [first, ...others] = [...before, broken]
  putSetting(store, 'audit-breaks', [...(first ? [first] : []), ...others.slice(1 - breaksKept)])
  return true
}
