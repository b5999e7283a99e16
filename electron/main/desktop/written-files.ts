import { createHash } from 'node:crypto'

/** How many files are remembered; the oldest are forgotten first. */
const most = 200

/** Where the memory of written files is kept: the settings file. */
export interface WrittenPlace {
  get(name: 'writtenFiles'): string[] | undefined
  set(name: 'writtenFiles', value: string[]): void
}

// A hash: the settings file is not encrypted, and a path may tell whom a letter was for.
const mark = (path: string): string => createHash('sha256').update(path).digest('base64url')

/** Remembers, beyond a restart, which files this desk wrote: a page may have only those shown, and no other. */
export class WrittenFiles {
  readonly #place: WrittenPlace

  constructor(place: WrittenPlace) {
    this.#place = place
  }

  add(path: string): void {
    const added = mark(path)
    const kept = (this.#place.get('writtenFiles') ?? []).filter((other) => other !== added)
    this.#place.set('writtenFiles', [...kept, added].slice(-most))
  }

  has(path: string): boolean {
    return this.#place.get('writtenFiles')?.includes(mark(path)) ?? false
  }
}
