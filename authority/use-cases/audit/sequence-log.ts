import { checkpointText, leafText } from '#shared/domain/audit/audit-log.ts'
import { appendLeaves, coveringNodes, leafHash } from '#shared/domain/audit/merkle.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import { sha256Bytes } from '../../repositories/audit.ts'
import { findCheckpoint, getNodes, insertLeaves, listUnplaced, unqueue } from '../../repositories/audit-log.ts'
import { findRegisterKey, insertRegisterKeys, type RegisterKey } from '../../repositories/register-keys.ts'
import { inTransaction, tryTurn } from '../../repositories/transaction.ts'
import { makeKey } from '../certificates/make-keys.ts'
import { signerOf } from '../certificates/signer.ts'
import type { AuthorityContext } from '../context.ts'

/** Entries of one step: few enough that its transaction holds the feed back for some tens of milliseconds only. */
const stepSize = 500
/** How long an entry may wait for its place while nothing else asks for it. */
const everyMilliseconds = 1000

type SequencerContext = Pick<AuthorityContext, 'db' | 'clock'>

/** The key that signs the log. A register from before the log gets its own with the first entry. */
async function getKey(trx: Db, at: string): Promise<RegisterKey> {
  const known = await findRegisterKey(trx, 'audit')
  if (known) return known
  const made = makeKey('audit')
  await insertRegisterKeys(trx, [made], at)
  return made
}

/** Gives the next entries their places and signs the tree. How many they were; 0 also while another process does it. */
function placeSome({ db, clock }: SequencerContext): Promise<number> {
  return inTransaction(db, async (trx) => {
    if (!(await tryTurn(trx, 'audit-log'))) return 0
    const records = await listUnplaced(trx, stepSize)
    if (records.length === 0) return 0
    const before = await findCheckpoint(trx)
    const size = before?.size ?? 0
    const frontier = await getNodes(trx, coveringNodes({ from: 0, to: size }))
    const hashes = records.map((record) => leafHash(sha256Bytes, leafText(record)))
    const grown = appendLeaves(sha256Bytes, { size, frontier }, hashes)
    const now = isoInstant(clock.now())
    const key = await getKey(trx, now)
    const at = before && before.at > now ? before.at : now
    const signature = signerOf(key).sign(Buffer.from(checkpointText({ size: grown.size, root: grown.root, at })))
    await insertLeaves(
      trx,
      records.map(({ id }, place) => ({ seq: size + place, auditId: id, hash: hashes[place] ?? '' })),
      grown.nodes,
      { size: grown.size, root: grown.root, at, kid: key.kid, signature: Buffer.from(signature).toString('base64url') },
    )
    await unqueue(
      trx,
      records.map(({ id }) => id),
    )
    return records.length
  })
}

/**
 * Gives every entry that was committed its place in the log, in the order of commits. One process at a time does it; the
 * others find nothing to do. How many this one placed.
 */
export async function sequenceLog(context: SequencerContext): Promise<number> {
  let placed = 0
  for (;;) {
    const some = await placeSome(context)
    placed += some
    if (some < stepSize) return placed
  }
}

/** Sequences the log every second. The answer stops it, and waits for what is under way. */
export function keepSequencing(context: Pick<AuthorityContext, 'db' | 'clock' | 'log'>): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  const later = () => {
    if (!stopped) timer = setTimeout(step, everyMilliseconds)
    timer?.unref()
  }
  const step = () => {
    working = sequenceLog(context)
      .then(() => undefined)
      .catch((error: unknown) => {
        if (!stopped) context.log.error('audit-not-sequenced', { cause: String(error) })
      })
      .finally(later)
  }
  later()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await working
  }
}
