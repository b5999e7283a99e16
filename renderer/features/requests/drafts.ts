import type { ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'

/** Drafts are of one content of a request: reasons for an earlier one must not be sent for a later one. */
export interface DraftPlace {
  readonly requestId: string
  readonly revisionHash: string
}

/** The desk, which has the drafts of the clerk at the screen in its store. */
export interface DraftDesk {
  get(place: ChannelInput<'requests.draft'>): Promise<ChannelOutput<'requests.draft'>>
  keep(kept: ChannelInput<'requests.keepDraft'>): Promise<unknown>
}

const keyOf = ({ requestId, revisionHash }: DraftPlace): string => `${requestId} ${revisionHash}`

/**
 * The drafts that this window shows. A letter stands on the screen at once, as fields that are typed into need it, and
 * the desk is told as fast as it takes them: the newest, one call at a time for each draft.
 */
export class Drafts {
  readonly #desk: DraftDesk
  readonly #known = new Map<string, DecisionDraft | null>()
  readonly #listeners = new Set<() => void>()
  readonly #waiting = new Map<string, DraftPlace>()
  readonly #writing = new Set<string>()

  constructor(desk: DraftDesk) {
    this.#desk = desk
  }

  /** What is written; null: nothing; undefined: the desk has not said yet. */
  find(place: DraftPlace): DecisionDraft | null | undefined {
    return this.#known.get(keyOf(place))
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #put(key: string, draft: DecisionDraft | null): void {
    this.#known.set(key, draft)
    for (const listener of this.#listeners) listener()
  }

  /** Asks the desk, unless it is known what is written. */
  async load(place: DraftPlace): Promise<void> {
    const key = keyOf(place)
    if (this.#known.has(key)) return
    const { draft } = await this.#desk.get(place)
    // What was typed meanwhile is newer.
    if (!this.#known.has(key)) this.#put(key, draft)
  }

  /** Shows another text and keeps it; null lets it go. */
  async change(place: DraftPlace, draft: DecisionDraft | null): Promise<void> {
    const key = keyOf(place)
    this.#put(key, draft)
    this.#waiting.set(key, place)
    if (this.#writing.has(key)) return
    this.#writing.add(key)
    try {
      while (this.#waiting.delete(key)) await this.#desk.keep({ ...place, draft: this.#known.get(key) ?? null })
    } catch {
      // It stays on the screen, and goes with the next letter.
    } finally {
      this.#writing.delete(key)
    }
  }

  /** Forgets what is known here: another clerk is at the screen. */
  forget(): void {
    this.#known.clear()
    this.#waiting.clear()
    for (const listener of this.#listeners) listener()
  }
}
