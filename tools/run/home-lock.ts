import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Takes the folder for this process, so that no second authority opens the same database. Answers the function that gives
 * it back, or the id of the process that has it. The lock of a process that is gone is taken over.
 */
export function lockHome(folder: string): { release: () => void } | { heldBy: number } {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'running.pid')
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return { release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error
    }
    const holder = Number(readFileSync(file, 'utf8'))
    if (Number.isInteger(holder) && holder > 0 && isAlive(holder)) return { heldBy: holder }
    rmSync(file, { force: true })
  }
}
