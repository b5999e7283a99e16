import type { Store } from '#core/db/store.ts'
import { RowForms } from '#core/repositories/arrival-forms.ts'
import { Arrivals } from '#core/repositories/arrivals.ts'
import { type Cursor, putCursor } from '#core/repositories/cursors.ts'
import { beginFill, endFill, mergeIndex } from '#core/repositories/index-upkeep.ts'
import { countToCome } from '#core/repositories/replica.ts'
import { findSetting, getGeneration, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { FILL_PROTOCOL } from '#shared/protocol/protocol-version.ts'
import { requireSameReading } from './epoch.ts'
import { fillFormat, type Parcel } from './fill-lines.ts'
import type { FillState } from './fill-state.ts'
import type { Sessions } from './sessions.ts'
import { putAll, takeAll } from './slices.ts'
import type { ChangedTable, SyncContext } from './sync-context.ts'

/** The scope whose first fill is a stream; the others are small. */
const scope = 'directory'
/** The screens hear of new rows this often while millions come, in milliseconds. */
const tellEvery = 2000
/** Steps of merging after each parcel: as much as it adds to the index, in pieces that nobody waits for. */
const mergeSteps = 12

/** What a row takes on the disk with its indexes, and what the log needs while they are written, in bytes. */
const rowBytes = 2400
const logBytes = 256 * 1024 * 1024

/** Rows that are here, of an earlier part of the fill or of an earlier reading, are written over where they lie. */
const roomFor = (store: Store, totals: Readonly<Record<string, number>>): number =>
  countToCome(store, totals) * rowBytes + logBytes

/** Whether a scope is to be filled by a stream, or goes on being filled by one. */
export function isFilledByStream(context: SyncContext, wanted: string, place: Cursor | undefined): boolean {
  if (wanted !== scope || (findSetting(context.store, 'authority')?.protocol ?? 0) < FILL_PROTOCOL) return false
  return place === undefined || place.filling === true
}

/**
 * Fills the directory by a stream from where it stands. Every parcel is one transaction with its cursor, so that a fill
 * which breaks off, is paused or killed goes on behind the last one. Clerks' commands go first all the while.
 *
 * @returns whether the stream came to its end; false when the fill was paused.
 * @throws AppError `sync/cursor` for another epoch, `sync/offline`, `session/required`, `authority/…`, `store/full`.
 */
export async function fillDirectory(
  context: SyncContext,
  sessions: Sessions,
  { fill, between }: { readonly fill: FillState; readonly between: () => Promise<void> },
  place: Cursor | undefined,
  clerkId: string,
): Promise<boolean> {
  const { store, client } = context
  return sessions.with(clerkId, async (token) => {
    const bytes = client.fill(token, { cursor: place?.cursor, format: fillFormat })
    const writer = new ParcelWriter(context, fill, place)
    try {
      for await (const piece of context.readFill(bytes, fillFormat)) {
        if ('head' in piece) {
          const known = findSetting(store, 'authority')?.epoch
          if (known !== undefined && piece.head.epoch !== known) throw new AppError('sync/cursor', { epoch: known })
          context.seeServerTime(piece.head.serverTime)
          context.requireRoom(roomFor(store, piece.head.totals))
          beginFill(store, piece.head.totals['certificates'] ?? 0)
          writer.begin(piece.head)
          continue
        }
        await writer.write(piece)
        if (piece.done) return true
        if (fill.paused) return false
        await between()
      }
      return false
    } finally {
      store.endBulk()
      writer.tell()
      endFill(store)
    }
  })
}

/** Writes parcels and tells of them. */
class ParcelWriter {
  readonly #context: SyncContext
  readonly #fill: FillState
  /** Runs of places that are full: asking again for each of ten thousand namesakes takes long. */
  readonly #full = new Set<number>()
  readonly #changed = new Set<ChangedTable>()
  readonly #generation: number
  #rows: number
  #head: { readonly epoch: string; readonly totals: Readonly<Record<string, number>> } = { epoch: '', totals: {} }
  #told: number

  constructor(context: SyncContext, fill: FillState, place: Cursor | undefined) {
    this.#context = context
    this.#fill = fill
    this.#generation = getGeneration(context.store, scope)
    this.#rows = place?.rows ?? 0
    this.#told = context.elapsed()
  }

  begin(head: { readonly epoch: string; readonly totals: Readonly<Record<string, number>> }): void {
    this.#head = head
  }

  async write({ rows, cursor, done }: Parcel): Promise<void> {
    const { store, clock, elapsed } = this.#context
    const at = isoInstant(clock.now())
    const forms = new RowForms()
    await takeAll(this.#context, rows, ({ table, text }) => forms.takeText(table, text))
    const arrival = { scope, generation: this.#generation, at }
    const arrivals = new Arrivals(arrival, forms.inOrder(), { fresh: true, full: this.#full })
    await putAll(this.#context, arrivals)
    this.#rows += rows.length
    store.inBulk(() => {
      const { epoch, totals } = this.#head
      requireSameReading(store, scope, this.#generation)
      putCursor(store, {
        scope,
        epoch,
        cursor,
        totals,
        rows: this.#rows,
        filling: !done,
        caughtUp: false,
        pulledAt: at,
      })
      putSetting(store, 'last-pull-at', at)
    })
    store.endBulk()
    this.#fill.came(rows.length)
    for (const table of arrivals.changed) this.#changed.add(table)
    if (elapsed() - this.#told >= tellEvery) this.tell()
    else this.#context.onChanged([])
    await this.#context.breathe()
    for (let step = 0; step < mergeSteps && arrivals.changed.has('members') && mergeIndex(store); step += 1)
      await this.#context.breathe()
  }

  tell(): void {
    this.#context.onChanged([...this.#changed])
    this.#changed.clear()
    this.#told = this.#context.elapsed()
  }
}
