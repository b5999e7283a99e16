import type { Db } from '../db/types.ts'

export interface DeviceKey {
  readonly device: string
  readonly clerkId: string
  /** Ed25519, raw 32 bytes in base64url. */
  readonly publicKey: string
}

/** Adds a key of a clerk on a device. Earlier ones stay, for commands that were signed before. */
export async function enrolKey(db: Db, key: DeviceKey, enrolledAt: string): Promise<void> {
  await db
    .insertInto('deviceKeys')
    .values({ ...key, enrolledAt })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** Every key enrolled on a device, newest first. */
export async function listKeys(db: Db, device: string): Promise<DeviceKey[]> {
  return db
    .selectFrom('deviceKeys')
    .select(['device', 'clerkId', 'publicKey'])
    .where('device', '=', device)
    .orderBy('enrolledAt', 'desc')
    .execute()
}
