import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '#core/db/migrate.ts'
import { Spare } from '#core/db/spare.ts'
import type { Store } from '#core/db/store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import {
  forgetTouched,
  hasTouched,
  listTouched,
  localMark,
  readLocalRows,
  watchLocalRows,
} from '#core/repositories/local-rows.ts'
import { toAppError } from '#shared/kernel/errors.ts'
import type { After } from '#shared/kernel/ports.ts'

/** How long changes that no clerk waits for are gathered, in milliseconds: so far may the second copy be behind. */
export const gatherTime = 1000

/** A second copy that is itself damaged goes aside: another one is written from the store. */
function putAside(profileDir: string): void {
  const { spare: file, aside } = storeFiles(profileDir)
  mkdirSync(aside, { recursive: true })
  renameSync(file, join(aside, `desk-spare-${Date.now()}.db`))
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

function openFresh(profileDir: string, key: Uint8Array): Spare {
  const { spare: file } = storeFiles(profileDir)
  try {
    return Spare.open(file, key, 'writer')
  } catch (thrown) {
    if (!isDamage(thrown) || !existsSync(file)) throw thrown
    putAside(profileDir)
    return Spare.open(file, key, 'writer')
  }
}

/**
 * Keeps the second copy of what only this desk holds up to date with the store. A disk that cannot take it does not stop
 * a clerk's work, which is in the store: what changed stays noted and is kept later.
 */
export class SpareKeeper {
  readonly #store: Store
  readonly #profileDir: string
  readonly #key: Uint8Array
  readonly #after: After
  #spare: Spare
  #cancel: (() => void) | undefined
  /** Whether the whole must be written anew: after a start at which both differed, or a failure. */
  #whole = false

  private constructor(store: Store, spare: Spare, profileDir: string, key: Uint8Array, after: After) {
    this.#store = store
    this.#spare = spare
    this.#profileDir = profileDir
    this.#key = key
    this.#after = after
  }

  /** Begins to keep it; undefined when the disk cannot take it now. */
  static open(store: Store, profileDir: string, key: Uint8Array, after: After): SpareKeeper | undefined {
    let spare: Spare
    try {
      spare = openFresh(profileDir, key)
    } catch (thrown) {
      if (!isOfTheDisk(thrown)) throw thrown
      return undefined
    }
    watchLocalRows(store)
    const keeper = new SpareKeeper(store, spare, profileDir, key, after)
    const { version, mark } = spare.describe()
    keeper.#whole = version !== migrations.length || mark !== localMark(store)
    if (keeper.#whole) keeper.keep()
    return keeper
  }

  /** Keeps what changed, now: before a clerk's work is acknowledged. */
  keep(): void {
    this.#cancel?.()
    this.#cancel = undefined
    try {
      this.#keepOnce()
    } catch (thrown) {
      // A store that cannot be read is told of by its own check; the copy of what it held is all there is then.
      if (!isDamage(thrown) && !isOfTheDisk(thrown)) throw thrown
      this.keepLater()
    }
  }

  #keepOnce(): void {
    if (!this.#whole && !hasTouched(this.#store)) return
    // What is not committed could be undone here and stay there.
    this.#store.endBulk()
    this.#write(this.#read())
    forgetTouched(this.#store)
    this.#whole = false
  }

  /** Reads in the store what is to be kept, whole, before anything of the copy is touched. Answers how to keep it. */
  #read(): (spare: Spare) => void {
    if (this.#whole) {
      const image = readLocalRows(this.#store)
      return (spare) => spare.replace(image)
    }
    const [touched, mark] = [listTouched(this.#store), localMark(this.#store)]
    return (spare) => spare.keep(touched, mark)
  }

  #write(keep: (spare: Spare) => void): void {
    try {
      keep(this.#spare)
    } catch (thrown) {
      if (isDamage(thrown)) this.#beginAnew()
      throw thrown
    }
  }

  /** A page of it is damaged: it goes aside, and all of it is written again in a moment. */
  #beginAnew(): void {
    this.#spare.close()
    this.#whole = true
    putAside(this.#profileDir)
    this.#spare = openFresh(this.#profileDir, this.#key)
  }

  /** Keeps what changed in a moment, together with what changes until then. */
  keepLater(): void {
    this.#cancel ??= this.#after(gatherTime, () => {
      this.#cancel = undefined
      this.keep()
    })
  }

  close(): void {
    this.keep()
    this.#cancel?.()
    this.#spare.close()
  }
}

const isDamage = (thrown: unknown): boolean => toAppError(thrown).code === 'store/damaged'

function isOfTheDisk(thrown: unknown): boolean {
  const { code } = toAppError(thrown)
  return code === 'store/full' || code === 'store/io' || code === 'store/busy'
}
