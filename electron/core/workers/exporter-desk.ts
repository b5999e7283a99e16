import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { aboutFacts } from '#core/exports/about.ts'
import { filterWords } from '#core/exports/filter-words.ts'
import { readReference } from '#core/exports/read-reference.ts'
import { writeReferenceJson } from '#core/exports/reference-json.ts'
import { createWords } from '#core/exports/words.ts'
import { type Written, writeWorkbook } from '#core/exports/workbook.ts'
import { holdSnapshot } from '#core/repositories/export-snapshot.ts'
import { findMember } from '#core/repositories/members.ts'
import { findReference, ranksOn, referenceBook } from '#core/repositories/reference.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { type ExportProgress, endingOf } from '#shared/contracts/reports.ts'
import { fullName } from '#shared/domain/members/member.ts'
import { gateRefusal } from '#shared/domain/policy/policy.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import type { Tell } from './desk-events.ts'
import {
  appointmentSource,
  certificateSource,
  memberSource,
  outboxSource,
  referenceSource,
  requestSource,
  type Source,
  type SourceContext,
} from './export-sources.ts'
import type { Errand, WorkerStart } from './messages.ts'
import { ReaderClock } from './reader-clock.ts'
import { databaseFile } from './reader-desk.ts'
import { requireCaller } from './require-caller.ts'
import type { Desk } from './serve.ts'
import { StoreDoctor } from './store-doctor.ts'

type ExportInput = ParsedInput<'reports.export'>

/** Events of one export are at least this far apart, in milliseconds. */
const tellEvery = 100

interface Running {
  readonly clerkId: string
  readonly file: string
  readonly stop: AbortController
  /** Settles when nothing of it runs any more. */
  readonly ended: Promise<unknown>
}

function fileOf(input: ExportInput): string {
  const { out } = input
  if (out === undefined) throw new AppError('reports/no-file')
  // Never over a file of another kind, whoever asks.
  const ending = endingOf(input)
  if (!out.toLowerCase().endsWith(`.${ending}`))
    throw new AppError('reports/cannot-write', { reason: `not .${ending}` })
  return resolve(out)
}

/** Writes reports to files and checks the store, each on a connection of its own that cannot write. */
export class ExporterDesk implements Desk {
  readonly #start: WorkerStart
  readonly #tell: Tell
  readonly #doctor: StoreDoctor
  readonly #running = new Map<string, Running>()

  constructor(start: WorkerStart, tell: Tell) {
    this.#start = start
    this.#tell = tell
    this.#doctor = new StoreDoctor(start, tell)
  }

  handle(errand: Errand, input: unknown, clerkId: string | null): unknown {
    switch (errand) {
      case 'reports.export':
        return this.#export(input as ExportInput, clerkId)
      case 'reference.read':
        return this.#read(input as ParsedInput<'reference.read'>, clerkId)
      case 'reports.cancel':
        return this.#cancel(input as ParsedInput<'reports.cancel'>, clerkId)
      case 'store.check':
        return this.#doctor.check(input as ParsedInput<'store.check'>)
      case 'store.cancel':
        return this.#doctor.cancel(input as ParsedInput<'store.cancel'>)
      default:
        throw new AppError('channel/unknown', { channel: errand })
    }
  }

  /** What a file would make of a kind; nothing is changed. */
  #read(input: ParsedInput<'reference.read'>, clerkId: string | null): Promise<ChannelOutput<'reference.read'>> {
    const store = openStore(databaseFile(this.#start.profileDir), this.#start.key, 'reader')
    try {
      requireCaller(store, 'reference.read', clerkId, this.#clockOf(store).now())
      const book = referenceBook(store)
      return readReference(input, book.versionsOf(input.kind).at(-1)?.rows ?? [], book.knownRanks())
    } finally {
      store.close()
    }
  }

  #clockOf(store: Store): ReaderClock {
    return new ReaderClock(store, { now: () => Date.now() + this.#start.clockOffset })
  }

  async #export(input: ExportInput, clerkId: string | null): Promise<ChannelOutput<'reports.export'>> {
    const began = performance.now()
    const file = fileOf(input)
    const id = input.id ?? randomUUID()
    if (clerkId === null) throw new AppError('session/required')
    if (this.#running.has(id)) throw new AppError('input/invalid', { field: 'id' })
    if ([...this.#running.values()].some((other) => other.file === file))
      throw new AppError('reports/cannot-write', { reason: 'in use' })
    const stop = new AbortController()
    const progress: ExportProgress = {
      id,
      report: input.report,
      state: 'running',
      done: 0,
      total: 0,
      path: null,
      cause: null,
    }
    const work = this.#write(input, clerkId, file, stop.signal, progress)
    this.#running.set(id, { clerkId, file, stop, ended: work.catch(() => undefined) })
    try {
      const { rows, bytes } = await work
      this.#tell('export-progress', { ...progress, state: 'done', done: rows, path: file })
      return { id, path: file, rows, bytes, tookMs: performance.now() - began }
    } catch (thrown) {
      const { code } = toAppError(thrown)
      const cancelled = code === 'reports/cancelled'
      this.#tell('export-progress', {
        ...progress,
        state: cancelled ? 'cancelled' : 'failed',
        cause: cancelled ? null : code,
      })
      throw thrown
    } finally {
      this.#running.delete(id)
    }
  }

  /** @param progress is kept up with the work: its rows, and how many there will be. */
  async #write(
    input: ExportInput,
    clerkId: string,
    file: string,
    signal: AbortSignal,
    progress: ExportProgress,
  ): Promise<Written> {
    const store = openStore(databaseFile(this.#start.profileDir), this.#start.key, 'reader')
    try {
      holdSnapshot(store)
      return await this.#writeFrom(store, input, clerkId, file, signal, progress)
    } finally {
      store.close()
    }
  }

  #writeFrom(
    store: Store,
    input: ExportInput,
    clerkId: string,
    file: string,
    signal: AbortSignal,
    progress: ExportProgress,
  ): Promise<Written> {
    const now = this.#clockOf(store).now()
    const words = createWords(input.language)
    const clerk = requireCaller(store, 'reports.export', clerkId, now)
    const refusal = gateRefusal(clerk, input.report === 'reference' ? 'administer.reference' : 'reports.export')
    if (refusal !== null) throw new AppError('permission/denied', { reason: refusal })
    const context: SourceContext = { store, clerk, words, now }
    let told = Number.NEGATIVE_INFINITY
    const onRows = (done: number): void => {
      progress.done = done
      if (performance.now() - told < tellEvery) return
      told = performance.now()
      this.#tell('export-progress', { ...progress })
    }
    const write = <Row>({ total, columns, rows }: Source<Row>): Promise<Written> => {
      progress.total = total
      onRows(0)
      const ranks = ranksOn(store, now)
      const filter = filterWords(input, words, {
        member: memberName(store, input, words.language),
        reference: input.report === 'reference' ? findReference(store, input.filters.version) : undefined,
        ranks,
      })
      const title = words.t(`reports.report_${input.report}`)
      const facts = aboutFacts(words, {
        report: input.report,
        filter,
        at: now,
        author: context.clerk,
        rows: total,
        authority: findSetting(store, 'authority'),
      })
      return writeWorkbook({ file, words, at: now, title, facts, columns, total, rows }, signal, onRows)
    }
    switch (input.report) {
      case 'reference': {
        const version = findReference(store, input.filters.version)
        if (input.format === 'json') return writeReferenceJson(version, file)
        return write(referenceSource(context, version))
      }
      case 'members':
        return write(memberSource(context, input))
      case 'requests':
        return write(requestSource(context, input))
      case 'certificates':
        return write(certificateSource(context, input))
      case 'appointments':
        return write(appointmentSource(context, input))
      case 'outbox':
        return write(outboxSource(context, input))
    }
  }

  async #cancel({ id }: ParsedInput<'reports.cancel'>, clerkId: string | null): Promise<{ id: string }> {
    const running = this.#running.get(id)
    // One clerk never stops, or learns of, another's.
    if (running === undefined || running.clerkId !== clerkId) throw new AppError('reports/no-such-export')
    running.stop.abort()
    await running.ended
    return { id }
  }

  async close(): Promise<void> {
    const all = [...this.#running.values()]
    for (const { stop } of all) stop.abort()
    await Promise.all([...all.map(({ ended }) => ended), this.#doctor.close()])
  }
}

function memberName(store: Store, input: ExportInput, language: 'ar' | 'en'): string | undefined {
  const id = 'memberId' in input.filters ? input.filters.memberId : undefined
  const member = id === undefined ? undefined : findMember(store, id)?.member
  return member && fullName(language === 'ar' ? member.nameAr : member.nameEn)
}
