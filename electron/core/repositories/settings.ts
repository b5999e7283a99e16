import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { VerificationKey } from '#shared/domain/certificates/certificate.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Finding } from '#shared/domain/store/finding-table.ts'

/** Single facts of this desk. */
interface Settings {
  /** This installation, for ever: half of every command's identity. */
  device: string
  /** Who answered last, and in which epoch of its feed. */
  authority: { nameAr: string; nameEn: string; demo: boolean; epoch: string; protocol: number }
  /** People who may be picked, as of the last contact (demo mode). */
  'demo-clerks': Clerk[]
  /** The clerk at the screen when the profile was last used. */
  'current-clerk': string | null
  /** When each clerk was last at the screen: the end of their last session here. */
  left: Record<string, string>
  /** The switch of demo mode. */
  connected: boolean
  /** Whether the first fill was paused by hand. */
  'fill-paused': boolean
  /** Counts up with each epoch; rows of an older one are not trusted to be there still. */
  generation: number
  /** The latest moment that the authority or this desk has seen, in milliseconds. */
  'time-floor': number
  /** By how much the authority's clock was ahead of this machine's when it last answered, in milliseconds; never below 0. */
  'clock-behind': number
  /** The key that signs the trust list, as this desk was told first; another one is never taken in its place. */
  'trust-anchor': VerificationKey
  /** What happened to the store's files at earlier starts, the last of them; the doctor tells it. */
  'store-history': Finding[]
  'last-pull-at': string
  'last-receipt-at': string
}

/** A fact, or undefined before it is known. */
export function findSetting<Key extends keyof Settings>(store: Store, key: Key): Settings[Key] | undefined {
  const row = store.find(query.selectFrom('settings').select('value').where('key', '=', key))
  return row && (JSON.parse(row.value) as Settings[Key])
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

/** The number of the feed's epoch here; 1 until the authority was restored for the first time. */
export function getGeneration(store: Store): number {
  return findSetting(store, 'generation') ?? 1
}
