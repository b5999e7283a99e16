import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { forceToDisk } from '#core/db/store-files.ts'
import { ProofKey } from '#core/identity/proof-key.ts'

/** What is left of a device that is being wiped: who it was, so that it can hand in its outbox and say that it is done. */
export const WipeOrder = z.strictObject({
  device: z.string().min(1).max(64),
  proofKey: ProofKey,
  /** Whether the authority has the sealed outbox. */
  handedIn: z.boolean(),
})
export type WipeOrder = z.infer<typeof WipeOrder>

const orderFile = (profileDir: string): string => join(profileDir, 'wipe.json')
const sealedFile = (profileDir: string): string => join(profileDir, 'outbox.sealed')

/** The order under which this profile is being wiped; undefined when there is none. */
export function findWipeOrder(profileDir: string): WipeOrder | undefined {
  if (!existsSync(orderFile(profileDir))) return undefined
  try {
    return WipeOrder.parse(JSON.parse(readFileSync(orderFile(profileDir), 'utf8')))
  } catch {
    // A damaged order is none: the authority gives it again.
    return undefined
  }
}

function writeOrder(profileDir: string, order: WipeOrder): void {
  const next = `${orderFile(profileDir)}.next`
  writeFileSync(next, JSON.stringify(order), { mode: 0o600, flush: true })
  renameSync(next, orderFile(profileDir))
  forceToDisk(profileDir)
}

/** Begins: from here on the profile is wiped, whatever happens. @param sealed the outbox, sealed to the authority. */
export function beginWipe(profileDir: string, order: Omit<WipeOrder, 'handedIn'>, sealed: Uint8Array): void {
  writeFileSync(sealedFile(profileDir), sealed, { mode: 0o600, flush: true })
  writeOrder(profileDir, { ...order, handedIn: false })
}

/** The sealed outbox, until it is handed in. */
export function readSealed(profileDir: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(sealedFile(profileDir)))
}

/** The authority has the sealed outbox. */
export function noteHandedIn(profileDir: string, order: WipeOrder): void {
  writeOrder(profileDir, { ...order, handedIn: true })
  rmSync(sealedFile(profileDir), { force: true })
}

/** Files that the desk's store and its copies are made of. */
const ofTheStore = /^desk(-.*)?\.(db|lock)(-wal|-shm|-journal)?$/

/** Deletes the store with its copies and backups, and what was kept aside of it. Their key is gone already. */
export function deleteStore(profileDir: string): void {
  for (const name of readdirSync(profileDir))
    if (ofTheStore.test(name)) rmSync(join(profileDir, name), { force: true, maxRetries: 5 })
  rmSync(join(profileDir, 'aside'), { recursive: true, force: true, maxRetries: 5 })
}

/** Ends: the authority knows that nothing is left here. */
export function endWipe(profileDir: string): void {
  rmSync(sealedFile(profileDir), { force: true })
  rmSync(orderFile(profileDir), { force: true })
}
