import { randomUUID } from 'node:crypto'
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import { freeBytes, lowSpace } from '#core/db/free-space.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { describeFiles, storeFiles } from '#core/db/store-files.ts'
import { localMark } from '#core/repositories/local-rows.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { describePages, findOldestUnsent } from '#core/repositories/store-health.ts'
import { type Checked, checkFully, checkQuickly } from '#core/use-cases/store/check-store.ts'
import { isAmong, stillTrue } from '#core/use-cases/store/history.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { StoreFacts, StoreProgress } from '#shared/contracts/store.ts'
import { type Finding, finding } from '#shared/domain/store/finding-table.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Tell } from './desk-events.ts'
import type { WorkerStart } from './messages.ts'
import { readSpare } from './rebuild-store.ts'
import { gatherTime } from './spare-keeper.ts'

/** How long a second copy may take to come to where the store is, and how often it is asked, in milliseconds. */
const patience = 5 * gatherTime
const askAgainAfter = gatherTime / 4

const severities = ['damage', 'warning', 'note'] as const

/** Checks the store on a connection of its own that cannot write, beside everything else that runs. */
export class StoreDoctor {
  readonly #start: WorkerStart
  readonly #tell: Tell
  readonly #running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<unknown> }>()

  constructor(start: WorkerStart, tell: Tell) {
    this.#start = start
    this.#tell = tell
  }

  async check({ depth, id = randomUUID() }: ParsedInput<'store.check'>): Promise<ChannelOutput<'store.check'>> {
    if (this.#running.has(id)) throw new AppError('input/invalid', { field: 'id' })
    const stop = new AbortController()
    const work = this.#check(depth, id, stop.signal)
    this.#running.set(id, { stop, ended: work.catch(() => undefined) })
    try {
      return await work
    } finally {
      this.#running.delete(id)
    }
  }

  async #check(depth: 'quick' | 'full', id: string, signal: AbortSignal): Promise<ChannelOutput<'store.check'>> {
    const began = performance.now()
    const store = openStore(storeFiles(this.#start.profileDir).file, this.#start.key, 'reader')
    try {
      const checked = depth === 'quick' ? checkQuickly(store, Math.random) : await this.#fully(store, id, signal)
      const facts = this.#facts(store, checked)
      const before = stillTrue(readable(() => findSetting(store, 'store-history'), []))
      const findings = [
        ...checked.findings,
        ...(await this.#ofTheFiles(store, facts, signal)),
        // Damage that an earlier start met, and this check again, is told once.
        ...before.filter((one) => one.code !== 'page-damaged' || !isAmong(one, checked.findings)),
      ].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
      return {
        id,
        depth,
        complete: checked.complete,
        findings,
        facts,
        checkedAt: isoInstant(Date.now() + this.#start.clockOffset),
        tookMs: performance.now() - began,
      }
    } finally {
      store.close()
    }
  }

  async #fully(store: Store, id: string, signal: AbortSignal): Promise<Checked> {
    const progress: StoreProgress = { id, state: 'running', step: '', done: 0, total: 0 }
    const onStep = (step: string, done: number, total: number): void => {
      Object.assign(progress, { step, done, total })
      this.#tell('store-progress', { ...progress })
    }
    try {
      const checked = await checkFully(store, { onStep, signal, breathe: () => breathe() })
      const end = checked.complete
        ? ({ state: 'done', done: progress.total } as const)
        : ({ state: 'cancelled' } as const)
      this.#tell('store-progress', { ...progress, ...end })
      return checked
    } catch (thrown) {
      this.#tell('store-progress', { ...progress, state: 'failed' })
      throw thrown
    }
  }

  #facts(store: Store, { rows }: Checked): StoreFacts {
    const { profileDir } = this.#start
    const { fileBytes, logBytes, backup, spareAt, keptAside } = describeFiles(profileDir)
    const { pages, pageBytes, freePages, schema } = describePages(store)
    return {
      fileBytes,
      logBytes,
      freeBytes: freeBytes(profileDir),
      pageBytes,
      pages,
      freePages,
      schemaVersion: schema,
      backup: backup && {
        file: backup.file,
        schemaVersion: backup.schemaVersion,
        at: isoInstant(backup.at),
        bytes: backup.bytes,
      },
      spareAt: spareAt === null ? null : isoInstant(spareAt),
      rows,
      oldestUnsent: readable(() => findOldestUnsent(store), null),
      keptAside: keptAside.map(({ file, bytes }) => ({ file, bytes })),
    }
  }

  /** What the files around the store say. */
  async #ofTheFiles(store: Store, facts: StoreFacts, signal: AbortSignal): Promise<Finding[]> {
    const low = facts.freeBytes !== null && facts.freeBytes < lowSpace
    return [
      ...(low ? [finding('disk-low', { detail: { freeBytes: facts.freeBytes } })] : []),
      ...(facts.backup ? [finding('backup-kept', { detail: { file: facts.backup.file } })] : []),
      ...((await this.#isSpareTrue(store, signal)) ? [] : [finding('spare-missing')]),
    ]
  }

  /**
   * Whether the second copy can be read whole and is as far as the store. The writer gathers what it copies: one that is
   * behind gets the time to come to where the store was.
   */
  async #isSpareTrue(store: Store, signal: AbortSignal): Promise<boolean> {
    const mark = readable(() => localMark(store), 0)
    // Nothing was ever kept here, as in a profile that was just made.
    if (mark === 0) return true
    for (let waited = 0; ; waited += askAgainAfter) {
      const spare = readSpare(this.#start.profileDir, this.#start.key)
      if (spare !== undefined && spare.mark >= mark) return true
      if (spare === undefined || waited >= patience || signal.aborted) return false
      await pause(askAgainAfter)
    }
  }

  async cancel({ id }: ParsedInput<'store.cancel'>): Promise<ChannelOutput<'store.cancel'>> {
    const running = this.#running.get(id)
    running?.stop.abort()
    await running?.ended
    return { id, running: running !== undefined }
  }

  async close(): Promise<void> {
    const all = [...this.#running.values()]
    for (const { stop } of all) stop.abort()
    await Promise.all(all.map(({ ended }) => ended))
  }
}

/** The answer, or another one where the pages of it are damaged: the findings say so already. */
function readable<T>(ask: () => T | undefined, otherwise: T): T {
  try {
    return ask() ?? otherwise
  } catch (thrown) {
    if (toAppError(thrown).code !== 'store/damaged') throw thrown
    return otherwise
  }
}
