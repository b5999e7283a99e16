import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import type { TestStore } from '#core/db/test-database.ts'
import { toAppError } from '#shared/kernel/errors.ts'

const pageBytes = 4096

/** A row, and the column by which it is found. */
export interface RowPlace {
  readonly table: string
  readonly column: string
  readonly key: string | number
}

function isDamaged(ask: () => unknown): boolean {
  try {
    ask()
    return false
  } catch (thrown) {
    if (toAppError(thrown).code === 'store/damaged') return true
    throw thrown
  }
}

/** Turns one bit of a page, or turns it back. */
export function turnBit(file: string, page: number): void {
  const descriptor = openSync(file, 'r+')
  try {
    const byte = Buffer.alloc(1)
    const at = page * pageBytes + 100
    readSync(descriptor, byte, 0, 1, at)
    byte[0] = (byte[0] ?? 0) ^ 1
    writeSync(descriptor, byte, 0, 1, at)
  } finally {
    closeSync(descriptor)
  }
}

/** Whether that row cannot be read, and the first and the last of its table can. */
function isDamagedThere({ file, key }: Pick<TestStore, 'file' | 'key'>, row: RowPlace): boolean {
  let store: Store | undefined
  const read = (rest: string, ...values: (string | number)[]): boolean =>
    isDamaged(() => store?.findOf(`SELECT * FROM ${row.table} ${rest} LIMIT 1`, ...values))
  const open = (): void => {
    store = openStore(file, key, 'reader')
  }
  try {
    // One that does not open at all is damaged elsewhere.
    if (isDamaged(open)) return false
    const ends = [read(`ORDER BY ${row.column}`), read(`ORDER BY ${row.column} DESC`)]
    return !ends.includes(true) && read(`WHERE ${row.column} = ?`, row.key)
  } finally {
    store?.close()
  }
}

/**
 * Turns a bit of a page on which that row lies, and neither the first nor the last of its table: all else stays readable.
 * The file's log must have been written back.
 */
export function damagePageOf(of: Pick<TestStore, 'file' | 'key'>, row: RowPlace): void {
  const pages = statSync(of.file).size / pageBytes
  for (let page = 1; page < pages; page += 1) {
    turnBit(of.file, page)
    if (isDamagedThere(of, row)) return
    turnBit(of.file, page)
  }
  throw new Error('No page holds that row alone')
}
