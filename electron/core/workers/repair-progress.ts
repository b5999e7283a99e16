import type { StoreProgress } from '#shared/contracts/store.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** Who watches a repair that was asked for, and may stop it. */
export interface RepairWatch {
  readonly tell: (progress: StoreProgress) => void
  readonly isStopped: () => boolean
}

/** Between two words about how far it is, in milliseconds. */
const tellEvery = 100

/**
 * How far a repair is, by the rows that it has read. Until the new store is whole nothing of the present one has changed,
 * so it may be stopped; what then follows is short and is never stopped.
 */
export class RepairProgress {
  readonly #watch: RepairWatch | undefined
  readonly #id: string
  readonly #total: number
  #done = 0
  #step = ''
  #toldAt = Number.NEGATIVE_INFINITY

  /** @param total rows of the present store; 0 when they cannot be counted. */
  constructor(watch: RepairWatch | undefined, id: string, total: number) {
    this.#watch = watch
    this.#id = id
    this.#total = total
    this.#tell('running')
  }

  #tell(state: StoreProgress['state']): void {
    this.#toldAt = performance.now()
    const done = Math.min(this.#done, this.#total)
    this.#watch?.tell({ id: this.#id, state, step: this.#step, done, total: this.#total })
  }

  /** So many rows more of a table were read. @throws AppError `store/repair-stopped` when somebody has stopped it. */
  read(table: string, rows: number): void {
    const isNew = table !== this.#step
    this.#step = table
    this.#done += rows
    if (this.#watch?.isStopped() === true) throw new AppError('store/repair-stopped')
    if (isNew || performance.now() - this.#toldAt >= tellEvery) this.#tell('running')
  }

  /** From here on it is not stopped any more. */
  finish(): void {
    this.#done = this.#total
    this.#tell('finishing')
  }
}
