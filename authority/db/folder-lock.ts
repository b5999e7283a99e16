import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '#shared/kernel/errors.ts'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** A process that is being ended may still show for a moment. */
const tries = 20
const tryMilliseconds = 100

/**
 * Keeps a data folder to one process: PGlite has no lock of its own, and two of them on one folder destroy it. The lock
 * of a process that is gone is taken over. The answer gives it back.
 *
 * @throws {AppError} `store/busy` while another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'authority.lock')
  for (let left = tries; ; left -= 1) {
    if (tryLock(path)) return () => rmSync(path, { force: true })
    const holder = Number(readFileSync(path, 'utf8'))
    if (!isAlive(holder)) rmSync(path, { force: true })
    else if (left === 0) throw new AppError('store/busy', { pid: holder })
    else await setTimeout(tryMilliseconds)
  }
}
