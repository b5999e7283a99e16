import { deflateSync } from 'node:zlib'
import { getBase64Bytes } from '#shared/domain/certificates/base64.ts'
import type { EvidenceList } from '#shared/domain/certificates/certificate.ts'
import { readSign1 } from '#shared/domain/certificates/cose-sign1.ts'
import { versionOfList } from '#shared/domain/certificates/evidence.ts'
import {
  packStates,
  statusListCapacity,
  statusListUri,
  writeStatusList,
} from '#shared/domain/certificates/status-list.ts'
import { type ListedKey, trustListUri, writeTrustList } from '#shared/domain/certificates/trust-list.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import { lastCertificateNumber, listStatuses } from '../../repositories/certificates.ts'
import { findListForUpdate, listEvidenceLists, saveList } from '../../repositories/evidence-lists.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { getRegisterKey, type RegisterKey } from '../../repositories/register-keys.ts'
import { inTransaction, takeTurn } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { signerOf } from './signer.ts'

/** How often lists are signed anew while nothing changes, so that desks know how fresh their evidence is. */
export const signAgainMilliseconds = 30 * 60_000

/** Where a certificate's status stands: entry of the list that its running number (from 1) falls into. */
export function statusPlaceOf(number: number): { uri: string; index: number } {
  const place = number - 1
  return { uri: statusListUri(Math.floor(place / statusListCapacity) + 1), index: place % statusListCapacity }
}

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000)

/**
 * The version of the next edition. It grows with every change of the content, by the clock, so that a register restored
 * from an older copy does not give an earlier version to other content.
 */
function nextVersion(stored: EvidenceList | undefined, at: string, changed: boolean): number {
  const last = stored ? versionOfList(stored) : 0
  return stored && !changed ? last : Math.max(last + 1, seconds(at))
}

async function save(
  trx: Db,
  stored: EvidenceList | undefined,
  list: Pick<EvidenceList, 'id' | 'kind' | 'uri' | 'signed'>,
  at: string,
): Promise<EvidenceList> {
  const next = { ...list, version: (stored?.version ?? 0) + 1, updatedAt: at }
  await saveList(trx, next)
  return next
}

/**
 * Signs a status list by what the register says now. `changed`: some state in it is another one, so that its version
 * grows. The row that it was saved as; the caller publishes it.
 */
export async function signStatusList(trx: Db, uri: string, at: string, changed: boolean): Promise<EvidenceList> {
  // Two changes wait for each other here, and the later one reads what the earlier one wrote.
  const stored = await findListForUpdate(trx, uri)
  const key = await getRegisterKey(trx, 'lists')
  const packed = new Uint8Array(deflateSync(packStates(await listStatuses(trx, uri), statusListCapacity)))
  const version = nextVersion(stored, at, changed)
  const ttl = signAgainMilliseconds / 1000
  const signed = writeStatusList({ uri, version, issuedAt: seconds(at), ttl, packed }, key.kid, signerOf(key))
  return save(trx, stored, { id: uri, kind: 'status-list', uri, signed }, at)
}

function isSignedBy({ signed }: EvidenceList, anchor: RegisterKey): boolean {
  const { kid } = readSign1(getBase64Bytes(signed), 'canonical')
  return kid !== undefined && Buffer.from(kid).toString('base64url') === anchor.kid
}

/** Signs the trust list: which keys may sign certificates and lists. */
async function signTrustList(trx: Db, at: string): Promise<EvidenceList> {
  const stored = await findListForUpdate(trx, trustListUri)
  const anchor = await getRegisterKey(trx, 'anchor')
  // Listed for all time: certificates older than the register's keys do not exist.
  const listed = (key: RegisterKey, use: ListedKey['use']): ListedKey => ({ ...key, use, from: 0, until: null })
  const keys = [
    listed(await getRegisterKey(trx, 'issuer'), 'certificates'),
    listed(await getRegisterKey(trx, 'lists'), 'lists'),
  ]
  const version = nextVersion(stored, at, stored !== undefined && !isSignedBy(stored, anchor))
  const signed = writeTrustList({ version, issuedAt: seconds(at), keys }, anchor.kid, signerOf(anchor))
  return save(trx, stored, { id: trustListUri, kind: 'trust-list', uri: trustListUri, signed }, at)
}

/** Every list, signed now with the content that it has: rows that the caller publishes. */
export async function signAllLists(trx: Db, at: string): Promise<EvidenceList[]> {
  const lists = [await signTrustList(trx, at)]
  const last = Math.max(1, Math.ceil((await lastCertificateNumber(trx)) / statusListCapacity))
  for (let number = 1; number <= last; number += 1) {
    lists.push(await signStatusList(trx, statusListUri(number), at, false))
  }
  return lists
}

/** Whether the lists were signed so lately, by this process or another, that it is nobody's turn. */
async function areFresh(trx: Db, now: number): Promise<boolean> {
  const [newest] = await listEvidenceLists(trx)
  return newest !== undefined && now - Date.parse(newest.updatedAt) < signAgainMilliseconds * 0.9
}

/**
 * Signs every list anew and tells the desks. A register without lists gets its first ones. Of several processes one signs
 * at a time; `onlyIfDue`: when another has just done it, this one does not.
 */
export async function refreshLists(
  { db, clock }: Pick<AuthorityContext, 'db' | 'clock'>,
  { onlyIfDue = false } = {},
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await takeTurn(trx, 'sign-lists')
    if (onlyIfDue && (await areFresh(trx, clock.now()))) return
    const lists = await signAllLists(trx, isoInstant(clock.now()))
    await publish(
      trx,
      lists.map((list) => entryOf('evidence_lists', list)),
    )
  })
}
