import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { nodeWitnessPorts } from '#core/crypto/node-witness-ports.ts'
import { findClerkNames } from '#core/repositories/clerks.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { commitmentOf, leafText } from '#shared/domain/audit/audit-log.ts'
import { ExportChecker } from '#shared/domain/audit/check-export.ts'
import { leafHash, verifyInclusion } from '#shared/domain/audit/merkle.ts'
import { judgeLog } from '#shared/domain/audit/witness.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'
import { witnessedSize, witnessLog } from './witness-log.ts'

/** What reading the log needs. */
interface Reading {
  readonly context: SyncContext
  readonly sessions: Sessions
  readonly clerkId: string
}

/** A page of the log. @throws AppError `sync/offline`, `permission/denied`. */
export async function listAudit(
  { context, sessions, clerkId }: Reading,
  input: ParsedInput<'audit.list'>,
): Promise<ChannelOutput<'audit.list'>> {
  const page = await sessions.with(clerkId, (token) => context.client.readAudit(token, input))
  context.seeServerTime(page.serverTime)
  const { entries, before, size } = page
  const people = entries.map(({ entry }) => entry.actor)
  return { entries, before, size, clerks: findClerkNames(context.store, [...new Set(people)]) }
}

/** Checks an entry against the log, and the log against what was seen of it. */
export async function proveAudit(
  { context, sessions, clerkId }: Reading,
  { seq }: ParsedInput<'audit.prove'>,
): Promise<ChannelOutput<'audit.prove'>> {
  const { store, client, clock } = context
  const held = findSetting(store, 'audit-witness') ?? undefined
  const seen = witnessedSize(store)
  const { placed, path, log } = await sessions.with(clerkId, (token) => client.proveAudit(token, seq, seen))
  const { sha256 } = nodeWitnessPorts
  const leaf = leafHash(sha256, leafText(placed.entry))
  const { checkpoint } = log
  const epoch = findSetting(store, 'authority')?.epoch ?? held?.epoch ?? ''
  const fault = judgeLog(nodeWitnessPorts, held, log) ?? null
  witnessLog(store, { epoch, audit: log }, isoInstant(clock.now()))
  return {
    seq,
    included: placed.seq === seq && verifyInclusion(sha256, { hash: leaf, index: seq }, checkpoint, path),
    fault,
    valuesHold: Object.entries(placed.opened).every(
      ([name, value]) => commitmentOf(sha256, value) === placed.entry.personal[name],
    ),
    leaf,
    seen,
    size: checkpoint.size,
    root: checkpoint.root,
    at: checkpoint.at,
    steps: path.length,
  }
}

/** Writes an export; a file appears when it is whole. @throws AppError `reports/cannot-write`, what the authority refuses. */
export async function exportAudit(
  { context, sessions, clerkId }: Reading,
  { filter, out }: ParsedInput<'audit.export'>,
): Promise<ChannelOutput<'audit.export'>> {
  if (out === undefined) throw new AppError('reports/no-file')
  const unfinished = `${out}.part`
  const checker = new ExportChecker(nodeWitnessPorts)
  try {
    await sessions.with(clerkId, async (token) => {
      const copy = new PassThrough()
      const lines = createInterface({ input: copy, crlfDelay: Number.POSITIVE_INFINITY })
      const checked = (async () => {
        for await (const line of lines) checker.take(line)
      })()
      const file = createWriteStream(unfinished, { mode: 0o600 })
      const source = Readable.from(context.client.exportAudit(token, filter))
      await pipeline(
        source,
        async function* pass(bytes) {
          for await (const piece of bytes as AsyncIterable<Uint8Array>) {
            if (!copy.write(piece)) await new Promise((resolve) => copy.once('drain', resolve))
            yield piece
          }
          copy.end()
        },
        file,
      )
      await checked
    })
    await rename(unfinished, out)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw new AppError('reports/cannot-write', {}, { cause: thrown })
  } finally {
    await rm(unfinished, { force: true })
  }
  const { head, entries, fault } = checker.finish()
  return { path: out, entries, bytes: (await stat(out)).size, complete: head?.complete ?? false, fault }
}
