import { sql } from 'kysely'
import type { ChainHead } from '#shared/domain/audit/desk-chain.ts'
import type { Db } from '../db/types.ts'
import { insertRows } from './rows.ts'

/** How far a desk's chain has come; undefined before its first link. */
export function findChainHead(trx: Db, device: string): Promise<ChainHead | undefined> {
  return trx.selectFrom('deskChains').select(['number', 'hash']).where('device', '=', device).executeTakeFirst()
}

/** Which of these links are here already. */
export async function listKnownLinks(trx: Db, device: string, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('deskChainEntries')
    .select('hash')
    .where('device', '=', device)
    .where(sql<boolean>`hash = any(${hashes}::text[])`)
    .execute()
  return new Set(rows.map(({ hash }) => hash))
}

/** Remembers links that were taken, and where the chain stands now. */
export async function saveLinks(trx: Db, device: string, hashes: readonly string[], head: ChainHead): Promise<void> {
  await insertRows(
    trx,
    'desk_chain_entries',
    hashes.map((hash) => ({ device, hash })),
  )
  await trx
    .insertInto('deskChains')
    .values({ device, ...head })
    .onConflict((oc) => oc.column('device').doUpdateSet({ ...head }))
    .execute()
}
