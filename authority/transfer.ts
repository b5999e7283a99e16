import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { migrate } from './db/migrate.ts'
import type { Db } from './db/types.ts'
import { unqueuePlaced } from './repositories/audit-log.ts'
import { allowPauses, analyse } from './repositories/bulk.ts'
import { mergeCounts } from './repositories/feed.ts'
import { findRegisterKind, setEpoch } from './repositories/meta.ts'
import { inSnapshot, inTransaction } from './repositories/transaction.ts'
import {
  listMigrations,
  listMovingTables,
  readRows,
  readSequences,
  writeRows,
  writeSequences,
} from './repositories/transfer.ts'

/** Rows of a line. */
const batch = 500
const formatName = 'mumaris-register'

const Head = z.object({ format: z.literal(formatName), version: z.literal(1), migrations: z.array(z.string()) })
const Part = z.object({ table: z.string(), rows: z.string() })
const Tail = z.object({ sequences: z.record(z.string(), z.number()), totals: z.record(z.string(), z.number()) })

/** Rows by table. */
export type TransferTotals = Readonly<Record<string, number>>

async function* linesOf(trx: Db, totals: Record<string, number>): AsyncGenerator<string, void> {
  yield `${JSON.stringify({ format: formatName, version: 1, migrations: await listMigrations(trx) })}\n`
  for (const table of await listMovingTables(trx)) {
    totals[table.name] = 0
    for await (const rows of readRows(trx, table, batch)) {
      totals[table.name] = (totals[table.name] ?? 0) + (JSON.parse(rows) as unknown[]).length
      yield `${JSON.stringify({ table: table.name, rows })}\n`
    }
  }
  yield `${JSON.stringify({ sequences: await readSequences(trx), totals })}\n`
}

/**
 * Writes the whole register as it stands at one moment into a file (lines of JSON, zstd): every table but the sessions.
 * The file appears when it is whole. It holds personal data and the register's private keys.
 */
export async function exportRegister(db: Db, file: string): Promise<TransferTotals> {
  if ((await findRegisterKind(db)) === undefined) throw new Error('There is no register to export in this database.')
  const totals: Record<string, number> = {}
  const unfinished = `${file}.part`
  try {
    await inSnapshot(db, async (trx) => {
      await allowPauses(trx)
      const target = createWriteStream(unfinished, { mode: 0o600 })
      await pipeline(Readable.from(linesOf(trx, totals)), createZstdCompress(), target)
    })
    await rename(unfinished, file)
  } finally {
    await rm(unfinished, { force: true })
  }
  return totals
}

/**
 * Reads a register from a file into a database that has none, all of it or nothing, and begins another epoch: desks
 * read everything again and keep their outbox. Throws an Error in words for a file that is cut off or of another schema.
 */
export async function importRegister(db: Db, file: string): Promise<TransferTotals> {
  await migrate(db)
  if ((await findRegisterKind(db)) !== undefined)
    throw new Error('This database holds a register already; import wants an empty one.')
  const totals: Record<string, number> = {}
  await inTransaction(db, async (trx) => {
    for (const name of Object.keys(totals)) delete totals[name]
    await allowPauses(trx)
    const tables = new Map((await listMovingTables(trx)).map((table) => [table.name, table]))
    for (const name of tables.keys()) totals[name] = 0
    const source = createReadStream(file).pipe(createZstdDecompress())
    let head = false
    let tail: z.infer<typeof Tail> | undefined
    for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
      const words: unknown = JSON.parse(line)
      if (!head) {
        const { migrations } = Head.parse(words)
        const here = await listMigrations(trx)
        if (migrations.join() !== here.join())
          throw new Error(
            `The file has the schema ${migrations.at(-1)}, this program ${here.at(-1)}: export and import with the same version.`,
          )
        head = true
        continue
      }
      const part = Part.safeParse(words)
      if (!part.success) {
        tail = Tail.parse(words)
        continue
      }
      const table = tables.get(part.data.table)
      if (!table) throw new Error(`The file has a table ${part.data.table} that is not known here.`)
      totals[table.name] = (totals[table.name] ?? 0) + (await writeRows(trx, table, part.data.rows))
    }
    if (!tail) throw new Error('The file is cut off: its end is missing.')
    for (const [name, total] of Object.entries(tail.totals)) {
      if (totals[name] !== total)
        throw new Error(`The file should have ${total} rows of ${name} and has ${totals[name]}.`)
    }
    await writeSequences(trx, tail.sequences)
    await unqueuePlaced(trx)
    await setEpoch(trx, randomUUID())
  })
  await mergeCounts(db)
  await analyse(db)
  return totals
}
