import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { App, WebContents } from 'electron'
import { AppError } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import { traceOf } from '#shared/kernel/trace.ts'

/** A page that dies so often within so many milliseconds is not loaded again. */
const mostDeaths = 3
const within = 60_000

/**
 * Deletes what crashes left behind. A dump is a picture of memory, and memory holds members: none is written by this
 * application, none is sent, and what a browser's own handler wrote all the same is gone at the next start.
 *
 * @returns how many files there were.
 */
export function deleteCrashDumps(folder: string, log: Pick<Logger, 'info' | 'warn'>): number {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.dmp'))
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return 0
  }
  let failed = 0
  for (const name of names) {
    try {
      rmSync(name)
    } catch {
      failed += 1
    }
  }
  if (failed > 0) log.warn('crash-dumps-left', { count: failed })
  else if (names.length > 0) log.info('crash-dumps-deleted', { count: names.length })
  return names.length
}

/** The part of the application that tells when a process of it has died. */
type Processes = Pick<App, 'on'>

export interface Recovery {
  readonly log: Pick<Logger, 'error' | 'warn'>
  readonly elapsed: () => number
  /** Says that the pages cannot be kept open, and quits in order. */
  readonly giveUp: (failure: AppError) => void
}

/**
 * Loads a page again whose process has died: nothing of the work lies in it, and a remark that is being written is kept in
 * the store. Every death is a line of the log, with its reason and nothing of what the page showed.
 */
export function recoverPages(app: Processes, { log, elapsed, giveUp }: Recovery): void {
  let deaths: number[] = []
  app.on('render-process-gone', (_event, contents: Pick<WebContents, 'reload' | 'isDestroyed'>, details) => {
    const { reason, exitCode } = details
    if (reason === 'clean-exit') return
    log.error('fault', { code: 'desktop/page-gone', channel: 'page', reason, exitCode })
    const now = elapsed()
    deaths = [...deaths.filter((at) => now - at < within), now]
    if (deaths.length > mostDeaths) giveUp(new AppError('desktop/page-gone', { reason }))
    else if (!contents.isDestroyed()) contents.reload()
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn('process-gone', { type, reason, exitCode })
  })
}

/** The part of Node's process that hears of errors which nobody caught. */
interface Uncaught {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (thrown: unknown) => void): unknown
}

/**
 * Writes errors that nobody caught to the log, by their place and never by their message. After an exception main's own
 * state is not to be trusted: what is held is released, and the desk quits in order.
 */
export function hearUncaught(process: Uncaught, { log, giveUp }: Pick<Recovery, 'log' | 'giveUp'>): void {
  process.on('unhandledRejection', (thrown) => {
    log.error('fault', { code: 'internal', channel: 'main', trace: traceOf(thrown) })
  })
  process.on('uncaughtException', (thrown) => {
    log.error('fault', { code: 'internal', channel: 'main', trace: traceOf(thrown) })
    giveUp(new AppError('internal', {}, { cause: thrown }))
  })
}
