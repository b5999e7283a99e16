import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#shared/kernel/errors.ts'

/**
 * Writes a file whole or not at all: beside its place first, then moved there. What was there before stays until then.
 *
 * @throws {AppError} `reports/cannot-write` with the system's code.
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${randomUUID()}.part`)
  try {
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (thrown) {
    await rm(beside, { force: true }).catch(() => undefined)
    const cause = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    throw new AppError('reports/cannot-write', { cause }, { cause: thrown })
  }
}
