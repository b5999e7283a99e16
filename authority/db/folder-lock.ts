import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'
import { isAlive, processMarks } from './process-mark.ts'

/** How long things are waited for, in milliseconds. Tests are less patient. */
const usual = {
  /** A process that is being ended may still show for a moment. */
  ending: 2000,
  /** The holder touches its lock this often. */
  beat: 2000,
  /**
   * A lock whose holder cannot be looked up is left alone until nobody has touched it for so long: PGlite works on the
   * thread that touches it, and an index in an upgrade or a dump takes a while.
   */
  silence: 180_000,
  /** A lock without words is one that is being written, or whose writer was killed at it. */
  wordless: 5000,
  /** Between two looks. */
  look: 100,
}

export interface LockOptions {
  readonly patience?: Partial<typeof usual>
  readonly marks?: typeof processMarks
}

/** What a lock says of its holder. Those of the first version held the number alone. */
const Holder = z.union([
  z.object({ pid: z.number(), place: z.string().nullable(), beganAt: z.string().nullable() }),
  z.number().transform((pid) => ({ pid, place: undefined, beganAt: null })),
])
type Holder = z.infer<typeof Holder>

/** Folders that this very process holds. */
const held = new Set<string>()

/** What stands in a lock, and when it was last touched; undefined while there is none that can be read. */
function readLock(path: string): { text: string; touched: number } | undefined {
  try {
    return { text: readFileSync(path, 'utf8'), touched: statSync(path).mtimeMs }
  } catch {
    return undefined
  }
}

function readHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** `unsure`: there is nothing to look the holder up by, so that only its touch tells that it is there. */
function judge({ pid, place, beganAt }: Holder, path: string, marks: typeof processMarks): 'held' | 'gone' | 'unsure' {
  if (place === marks.place && place !== null) {
    // Another process may have the number by now.
    const now = marks.beganAt(pid)
    return isAlive(pid) && (now === null || now === beganAt) ? 'held' : 'gone'
  }
  if (place !== marks.place && place !== undefined) return 'unsure'
  if (pid === process.pid) return held.has(path) ? 'held' : 'gone'
  if (!isAlive(pid)) return 'gone'
  return place === undefined ? 'held' : 'unsure'
}

function tryLock(path: string, words: string): boolean {
  try {
    writeFileSync(path, words, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Takes away a lock that was judged; never one that somebody else has put there meanwhile. */
function clear(path: string, judged: string, leftAfter: number): void {
  const guard = `${path}.clearing`
  if (!tryLock(guard, '')) {
    // Held for as long as three calls take, unless its holder was killed in the middle of them.
    const since = readLock(guard)?.touched ?? Date.now()
    if (Math.abs(Date.now() - since) > leftAfter) rmSync(guard, { force: true })
    return
  }
  try {
    if (readLock(path)?.text === judged) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

/**
 * Keeps a data folder to one process: PGlite has no lock of its own, and two of them on one folder destroy it. The lock
 * of a process that is gone is taken over, also when another process has its number by now, or when it was killed as it
 * wrote the lock. A holder that cannot be looked up (on Windows and macOS one whose number is in use; one in another
 * container) is known by touching its lock every two seconds, and given up after three minutes without. The answer gives
 * the lock back.
 *
 * @throws {AppError} `store/busy` while another process holds it.
 */
export async function lockFolder(folder: string, options: LockOptions = {}): Promise<() => void> {
  const patience = { ...usual, ...options.patience }
  const marks = options.marks ?? processMarks
  mkdirSync(folder, { recursive: true })
  const path = join(resolve(folder), 'authority.lock')
  const words = JSON.stringify({ pid: process.pid, place: marks.place, beganAt: marks.beganAt(process.pid) })
  const began = performance.now()
  let seen: { text: string; touched: number; since: number } | undefined
  let touchedMeanwhile = false
  while (!tryLock(path, words)) {
    const now = performance.now()
    const found = readLock(path)
    if (found && (found.text !== seen?.text || found.touched !== seen.touched)) {
      touchedMeanwhile ||= seen !== undefined
      seen = { ...found, since: now }
    }
    if (found && seen) {
      const holder = readHolder(found.text)
      const verdict = holder ? judge(holder, path, marks) : 'wordless'
      const wait = { held: Number.POSITIVE_INFINITY, gone: 0, unsure: patience.silence, wordless: patience.wordless }
      if (now - seen.since >= wait[verdict]) {
        clear(path, found.text, patience.wordless)
      } else if (now - began >= patience.ending && (verdict === 'held' || (verdict === 'unsure' && touchedMeanwhile))) {
        throw new AppError('store/busy', { pid: holder?.pid ?? 0 })
      }
    }
    // Such as one that this account may not read.
    if (now - began > 2 * patience.silence) throw new AppError('store/busy', { pid: 0 })
    await setTimeout(patience.look)
  }
  held.add(path)
  const beat = setInterval(() => touch(path, words), patience.beat)
  beat.unref()
  return () => {
    clearInterval(beat)
    held.delete(path)
    // Whoever gave this process up for gone has it now.
    if (readLock(path)?.text === words) rmSync(path, { force: true })
  }
}

function touch(path: string, words: string): void {
  // Whoever gave this process up for gone has it now, and touches it itself.
  if (readLock(path)?.text !== words) return
  try {
    const now = new Date()
    utimesSync(path, now, now)
  } catch {
    // A disk that cannot be written is told of by everything else.
  }
}
