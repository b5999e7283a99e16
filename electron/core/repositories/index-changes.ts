import type { Store } from '#core/db/store.ts'

interface Change {
  /** Whether something stands in the index at this place. */
  drop: boolean
  /** What is to stand there. */
  text: string | undefined
}

/**
 * Changes of the index of members, gathered and written in the order of their places: FTS5 writes a segment of its own
 * whenever a rowid is not above the one before. To be written in the transaction of the rows.
 */
export class IndexChanges {
  readonly #changes = new Map<number, Change>()
  readonly #tellsWords: boolean

  /**
   * @param tellsWords whether the log of changes has the words, so that lists in memory follow without looking at the
   *   rows. Not for so many that lists are rather read anew: the log would be as large as the index.
   */
  constructor({ tellsWords = true }: { readonly tellsWords?: boolean } = {}) {
    this.#tellsWords = tellsWords
  }

  /** What stands at a place goes. */
  drop(place: number): void {
    const change = this.#changes.get(place)
    if (change) change.text = undefined
    else this.#changes.set(place, { drop: true, text: undefined })
  }

  /** A text is to stand at a place where nothing stands. */
  add(place: number, text: string): void {
    const change = this.#changes.get(place)
    if (change) change.text = text
    else this.#changes.set(place, { drop: false, text })
  }

  write(store: Store): void {
    const sorted = [...this.#changes].sort(([a], [b]) => a - b)
    for (const [place, { drop, text }] of sorted) {
      if (drop) store.runOf('DELETE FROM member_index WHERE rowid = CAST(? AS INTEGER)', place)
      if (text !== undefined)
        store.runOf('INSERT INTO member_index (rowid, tokens) VALUES (CAST(? AS INTEGER), ?)', place, text)
      const words = this.#tellsWords ? (text ?? '') : null
      store.runOf('INSERT INTO member_changes (place, words) VALUES (CAST(? AS INTEGER), ?)', place, words)
    }
    this.#changes.clear()
  }
}
