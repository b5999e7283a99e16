import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type StoreMode } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'

/** How a desk ends without leave: the process (what was written is there) or the power (what was not forced may not be). */
export type Cut = 'process' | 'power'

/** Thrown at whoever works on a disk that is not there any more. */
export class DeskCrash extends Error {}

const key = new Uint8Array(32).fill(7)
const files = ['desk.db', 'desk.db-wal']

/** Memory that looks like a disk, where the system has it. */
function makeRoot(): string {
  const memory = '/dev/shm'
  return mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'desk-sim-'))
}

/**
 * Where the desks of a simulation keep their files: real encrypted databases, each begun as a copy of one that was made
 * empty before.
 */
export class SimDisk {
  readonly #root = makeRoot()
  readonly #image: Uint8Array
  readonly #kept = new Map<string, Uint8Array>()
  #folders = 0

  constructor() {
    const file = join(this.#root, 'image.db')
    openStore(file, key, 'writer').close()
    this.#image = readFileSync(file)
  }

  get key(): Uint8Array {
    return key
  }

  /** A profile with an empty store in it, or with the one that was kept under a name. */
  makeProfile(kept?: string): string {
    const folder = this.#makeFolder()
    const image = kept === undefined ? this.#image : this.#kept.get(kept)
    if (!image) throw new Error(`Nothing was kept under ${kept}`)
    writeFileSync(join(folder, 'desk.db'), image)
    return folder
  }

  /** Keeps the store of a profile that was left in order. */
  keep(name: string, profile: string): void {
    this.#kept.set(name, readFileSync(join(profile, 'desk.db')))
  }

  /** A copy of the files of a profile as they lie there now. */
  copyProfile(from: string): string {
    const folder = this.#makeFolder()
    for (const file of files) if (existsSync(join(from, file))) copyFileSync(join(from, file), join(folder, file))
    return folder
  }

  #makeFolder(): string {
    this.#folders += 1
    const folder = join(this.#root, String(this.#folders))
    mkdirSync(folder, { recursive: true })
    return folder
  }

  remove(folder: string): void {
    rmSync(folder, { recursive: true, force: true })
  }

  /** Nothing of it lies there any more. What was kept is in the memory, and goes into the profiles that are made next. */
  end(): void {
    rmSync(this.#root, { recursive: true, force: true })
  }
}

/** Puts something between a desk and its store; how planted bugs get in. */
export type WrapStore = (store: Store) => Store

/**
 * The stores of one life of a desk. They count its commits and can end at one: with the process, which leaves what was
 * committed; or with the power, which leaves the disk as it was forced last.
 */
export class LifeOfStores {
  readonly #disk: SimDisk
  readonly #profile: string
  readonly #wrap: WrapStore
  readonly #onDeath: () => void
  readonly #forcesNothing: boolean
  readonly #open: Store[] = []
  #writer: Store | undefined
  #armed: { left: number; cut: Cut } | undefined
  #forced: string | undefined
  #left: string | undefined

  constructor(
    disk: SimDisk,
    profile: string,
    { wrapStore, forcesNothing, onDeath }: { wrapStore: WrapStore; forcesNothing: boolean; onDeath: () => void },
  ) {
    this.#disk = disk
    this.#profile = profile
    this.#wrap = wrapStore
    this.#forcesNothing = forcesNothing
    this.#onDeath = onDeath
  }

  /** The writer's own store, for looking at. */
  get writer(): Store {
    if (!this.#writer || this.dead) throw new DeskCrash('The desk is gone')
    return this.#writer
  }

  /** Whether it ended with the power, so that what was not forced may be gone. */
  get lostPower(): boolean {
    return this.#armed?.cut === 'power'
  }

  get dead(): boolean {
    return this.#left !== undefined
  }

  readonly openStore = (file: string, storeKey: Uint8Array, mode: StoreMode): Store => {
    const store = openStore(file, storeKey, mode)
    this.#open.push(store)
    if (mode === 'reader') return this.#mortal(store)
    this.#writer = store
    return this.#counting(this.#wrap(store))
  }

  /** The desk ends at the commit after so many more, or when `end` is called before. */
  arm(left: number, cut: Cut): void {
    this.#armed = { left, cut }
    this.#forced = this.#disk.copyProfile(this.#profile)
  }

  /** It goes on; of one that has ended already the next life needs what it left behind. */
  disarm(): void {
    if (this.dead) return
    if (this.#forced) this.#disk.remove(this.#forced)
    this.#forced = undefined
    this.#armed = undefined
  }

  /** Ends now. The profile that is left behind is the next life's. */
  die(): string {
    if (this.#left === undefined) {
      const power = this.#armed?.cut === 'power' && this.#forced !== undefined
      this.#left = power && this.#forced ? this.#forced : this.#disk.copyProfile(this.#profile)
      if (!power && this.#forced) this.#disk.remove(this.#forced)
      this.#onDeath()
    }
    return this.#left
  }

  /** Lets go of the files, after a death or a leave. */
  close(): void {
    for (const store of this.#open.splice(0)) store.close()
    this.#disk.remove(this.#profile)
  }

  #committed(forced: boolean): void {
    if (!this.#armed) return
    if (forced && !this.#forcesNothing) {
      if (this.#forced) this.#disk.remove(this.#forced)
      this.#forced = this.#disk.copyProfile(this.#profile)
    }
    this.#armed.left -= 1
    if (this.#armed.left >= 0) return
    this.die()
    throw new DeskCrash('The desk is gone')
  }

  #check(): void {
    if (this.dead) throw new DeskCrash('The desk is gone')
  }

  /** A store that throws when the desk is gone. */
  #mortal(store: Store): Store {
    return this.#proxy(store, {})
  }

  /** A store whose commits count. */
  #counting(store: Store): Store {
    let depth = 0
    const within = <T>(run: (work: () => T) => T, work: () => T, forced: boolean): T => {
      depth += 1
      let result: T
      try {
        result = run(work)
      } finally {
        depth -= 1
      }
      if (depth === 0) this.#committed(forced)
      return result
    }
    const change = <T>(result: T): T => {
      if (depth === 0) this.#committed(true)
      return result
    }
    return this.#proxy(store, {
      transaction: (work: () => unknown) => within((inner) => store.transaction(inner), work, true),
      cheapTransaction: (work: () => unknown) => within((inner) => store.cheapTransaction(inner), work, false),
      run: (query: Parameters<Store['run']>[0]) => change(store.run(query)),
      endBulk: () => {
        store.endBulk()
        this.#committed(false)
      },
      runOf: (...input: Parameters<Store['runOf']>) => change(store.runOf(...input)),
    })
  }

  #proxy(store: Store, over: Partial<Record<string, unknown>>): Store {
    const bound = new Map<string | symbol, unknown>(Object.entries(over))
    return new Proxy(store, {
      get: (target, name) => {
        this.#check()
        const known = bound.get(name)
        if (known !== undefined) return known
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        const method: unknown = value.bind(target)
        bound.set(name, method)
        return method
      },
    })
  }
}
