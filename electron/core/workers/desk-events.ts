import type { DeskEvent, DeskEventName } from '#shared/contracts/events.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import type { After } from '#shared/kernel/ports.ts'

type Tables = DeskEvent<'data-changed'>['tables']
export type Tell = <Name extends DeskEventName>(name: Name, payload: DeskEvent<Name>) => void

/** How long changes are gathered before the screens hear of them, in milliseconds. */
const gatherTime = 40

/** Gathers what changed into few events; the status is told only when it is another one. */
export class DeskEvents {
  readonly #tell: Tell
  readonly #status: () => SyncStatus
  readonly #tables = new Set<Tables[number]>()
  readonly #after: After
  #forget: (() => void) | undefined
  #told = ''

  constructor(tell: Tell, status: () => SyncStatus, after: After) {
    this.#tell = tell
    this.#after = after
    this.#status = status
  }

  changed(tables: Iterable<Tables[number]>): void {
    for (const table of tables) this.#tables.add(table)
    this.moved()
  }

  /** Something that the status shows may have changed. */
  moved(): void {
    this.#forget ??= this.#after(gatherTime, () => this.flush())
  }

  flush(): void {
    this.stop()
    if (this.#tables.size > 0) this.#tell('data-changed', { tables: [...this.#tables] })
    this.#tables.clear()
    const status = this.#status()
    const text = JSON.stringify(status)
    if (text !== this.#told) this.#tell('sync-status', status)
    this.#told = text
  }

  stop(): void {
    this.#forget?.()
    this.#forget = undefined
  }
}
