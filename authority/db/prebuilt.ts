import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate, schemaText } from './migrate.ts'
import { openPglite } from './open-database.ts'
import type { Db } from './types.ts'

/** Dumps may be thrown away at any time; they are built again. */
const folder = join(import.meta.dirname, '..', '..', '.cache', 'authority')
/** About 40 MB each. Those that were used last are kept. */
const keptDumps = 8

/** What a prebuilt register is made of. */
export interface Recipe {
  /** First part of the file's name. */
  readonly name: string
  /** Everything, besides the schema, on which the content depends. */
  readonly key: string
  /** Fills a migrated, empty database. */
  readonly fill: (db: Db) => Promise<void>
}

async function forgetOld(): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tar'))
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  )
  const old = dated.sort((a, b) => b.at - a.at).slice(keptDumps)
  for (const { name } of old) await rm(join(folder, name), { force: true })
}

/** Whole or not at all: another process may be reading or building the same one. */
async function keep(path: string, dump: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true })
  const draft = `${path}.${process.pid}.${Date.now()}`
  await writeFile(draft, dump)
  await rename(draft, path)
  await forgetOld()
}

const empty = 'empty'

/** A register with the schema and nothing in it, which every other begins with. */
export function getEmpty(): Promise<Uint8Array> {
  return getPrebuilt({ name: empty, key: '', fill: () => Promise.resolve() })
}

/**
 * The dump of a register, built once and kept under `.cache/authority/` by the hash of what it is made of. Opening a
 * dump takes under a second; PGlite's own beginning takes five.
 */
export async function getPrebuilt({ name, key, fill }: Recipe): Promise<Uint8Array> {
  const hash = createHash('sha256').update(`${schemaText()}\n${key}`).digest('hex').slice(0, 16)
  const path = join(folder, `${name}-${hash}.tar`)
  const kept = await readFile(path).catch(() => undefined)
  if (kept) {
    const now = new Date()
    await utimes(path, now, now).catch(() => undefined)
    return new Uint8Array(kept)
  }
  const database = await openPglite(name === empty ? {} : { dump: await getEmpty() })
  try {
    await migrate(database.db)
    await fill(database.db)
    const dump = (await database.dump?.()) ?? new Uint8Array()
    // A folder that cannot be written only costs the next one its time.
    await keep(path, dump).catch(() => undefined)
    return dump
  } finally {
    await database.close()
  }
}
