import type { Store } from '#core/db/store.ts'
import { findSetting, noteHistory } from '#core/repositories/settings.ts'
import { checkAfterStart } from '#core/use-cases/store/check-store.ts'
import { isAmong, stillTrue } from '#core/use-cases/store/history.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { type Finding, finding } from '#shared/domain/store/finding-table.ts'
import { type After, type Clock, isoInstant } from '#shared/kernel/ports.ts'
import { tellDamage } from './sync-status.ts'

/** How long a start is left alone before it is looked at what was opened, and a busy writer between two looks. */
export const restTime = 20_000
/** Between two steps of the check, each of them a few pages: whoever asks for something meanwhile is answered first. */
const stepTime = 25

/** What a clerk can mend from here. The rest is told by the doctor: a badge that nobody can mend would stay for ever. */
const isMendable = ({ severity, can }: Finding): boolean => severity === 'damage' && can === 'repair'

export interface StartCheckParts {
  readonly store: Store
  readonly clock: Clock
  readonly after: After
  /** A number in [0, 1). */
  readonly random: () => number
  /** Damage that was met when the store was opened. */
  readonly met: readonly Finding[]
  /** Whether the writer is in the middle of a round, or a fill: then the check waits. */
  readonly isBusy: () => boolean
  /** Damage was met; what of it is remembered is in the store now. */
  readonly onDamage: () => void
}

/** The check after every start, in the writer while nothing else is to be done, and the damage that is known of. */
export class StartCheck {
  readonly #parts: StartCheckParts
  readonly #steps: Generator<Finding[], void>
  #isDamaged: boolean
  #cancel: (() => void) | undefined

  constructor(parts: StartCheckParts) {
    this.#parts = parts
    this.#steps = checkAfterStart(parts.store, parts.random)
    this.#isDamaged = this.#known().length > 0
    this.#hear(parts.met)
  }

  /** Damage of the authority's rows that an earlier start met, and no repair has mended since. */
  #known(): Finding[] {
    return stillTrue(findSetting(this.#parts.store, 'store-history') ?? []).filter(
      ({ code }) => code === 'page-damaged',
    )
  }

  begin(): void {
    this.#later(restTime)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #later(milliseconds: number): void {
    this.#cancel = this.#parts.after(milliseconds, () => this.#step())
  }

  #step(): void {
    if (this.#parts.isBusy()) return this.#later(restTime)
    try {
      const { done, value } = this.#steps.next()
      if (done) return
      this.#hear(value.filter(isMendable))
    } catch {
      // A disk that errs: whoever works meets it too, and is told. A check never ends the writer.
      return
    }
    this.#later(stepTime)
  }

  #hear(damage: readonly Finding[]): void {
    if (damage.length === 0) return
    this.#isDamaged = true
    const { store, clock, onDamage } = this.#parts
    try {
      const known = this.#known()
      const at = isoInstant(clock.now())
      // Pages are met by chance, so they are remembered; whatever else is wrong is found again at every start.
      const news = damage.filter((one) => one.code === 'page-damaged' && !isAmong(one, known))
      noteHistory(
        store,
        news.map(({ table }) => finding('page-damaged', { ...(table !== null && { table }), detail: { at } })),
      )
    } catch {
      // A full disk for example: what cannot be noted is told all the same.
    }
    onDamage()
  }

  /** The line as it is told, with the damage that is known of. */
  tell<Told extends Pick<SyncStatus, 'fault' | 'reconciled'>>(line: Told): Told {
    return this.#isDamaged ? tellDamage(line) : line
  }
}
