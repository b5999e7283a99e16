import { sql } from 'kysely'
import type { Device, DeviceState } from '#shared/domain/devices/device.ts'
import type { Db } from '../db/types.ts'

/** A device with the thumbprint of its key; null where it proved none (demo mode). */
export type StoredDevice = Omit<Device, 'clerks' | 'outboxAt'> & { readonly proofKey: string | null }

const shown = [
  'devices.id',
  'devices.name',
  'devices.state',
  'devices.firstSeenAt',
  'devices.lastSeenAt',
  'devices.decidedBy',
  'devices.decidedAt',
  'devices.wipedAt',
  'devices.appVersion',
] as const

/** Devices as administrators see them. */
function selectShown(db: Db) {
  return db
    .selectFrom('devices')
    .leftJoin('sealedOutboxes', 'sealedOutboxes.device', 'devices.id')
    .select(shown)
    .select('sealedOutboxes.at as outboxAt')
    .select(
      sql<string[]>`(
        select coalesce(json_agg(distinct clerk_id), '[]') from device_keys where device_keys.device = devices.id
      )`.as('clerks'),
    )
}

/** The device with this id. */
export async function findDevice(db: Db, id: string): Promise<StoredDevice | undefined> {
  return db.selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Every device: pending ones first, then by when they were last seen. */
export async function listDevices(db: Db): Promise<Device[]> {
  return selectShown(db).orderBy(sql`state <> 'pending'`).orderBy('lastSeenAt', 'desc').orderBy('devices.id').execute()
}

/** The device with this id as administrators see it. */
export async function findShownDevice(db: Db, id: string): Promise<Device | undefined> {
  return selectShown(db).where('devices.id', '=', id).executeTakeFirst()
}

/** The device with this id, which nobody else changes until the transaction ends. */
export async function lockDevice(trx: Db, id: string): Promise<StoredDevice | undefined> {
  return trx.selectFrom('devices').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Notes that a device was here: a new one gets `state` and `proofKey`; of a known one only name, version and time change. */
export async function seeDevice(
  db: Db,
  seen: { id: string; name: string; state: DeviceState; proofKey: string | null; appVersion?: string | undefined },
  at: string,
): Promise<{ readonly device: StoredDevice; readonly isNew: boolean }> {
  const row = { ...seen, appVersion: seen.appVersion ?? null }
  const { isNew, ...device } = await db
    .insertInto('devices')
    .values({ ...row, firstSeenAt: at, lastSeenAt: at, decidedBy: null, decidedAt: null, wipedAt: null })
    .onConflict((oc) => oc.column('id').doUpdateSet({ name: row.name, appVersion: row.appVersion, lastSeenAt: at }))
    .returningAll()
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .executeTakeFirstOrThrow()
  return { device, isNew }
}

/** Writes what was decided of a device, or what it said. */
export async function updateDevice(
  db: Db,
  id: string,
  change: Partial<Pick<StoredDevice, 'state' | 'proofKey' | 'decidedBy' | 'decidedAt' | 'wipedAt'>>,
): Promise<void> {
  await db.updateTable('devices').set(change).where('id', '=', id).execute()
}

/** Keeps what a device sealed before it destroyed its keys; a later one of the same wipe takes the place. */
export async function putSealedOutbox(db: Db, device: string, bytes: Uint8Array, at: string): Promise<void> {
  await db
    .insertInto('sealedOutboxes')
    .values({ device, at, bytes })
    .onConflict((oc) => oc.column('device').doUpdateSet({ at, bytes }))
    .execute()
}

/** What a device handed in, still sealed. */
export async function findSealedOutbox(db: Db, device: string): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom('sealedOutboxes').select('bytes').where('device', '=', device).executeTakeFirst()
  return row?.bytes
}
