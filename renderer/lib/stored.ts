import { useCallback, useSyncExternalStore } from 'react'
import type { z } from 'zod'

/** The part of `localStorage` that is used; a test hands in its own. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Small things that a window keeps in this profile: columns, density, drafts. Parsed on every read. */
export interface Stored {
  /** The kept value; undefined where there is none or it no longer fits the schema. */
  find<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined
  /** Keeps a value; undefined removes it. A full or forbidden store is not an error: the value only lives on screen. */
  keep(key: string, value: unknown): void
  subscribe(key: string, listener: () => void): () => void
}

const prefix = 'desk.'

/** A store over `storage`. The same object comes back for the same text, so React can compare by identity. */
export function createStored(storage: TextStorage): Stored {
  const listeners = new Map<string, Set<() => void>>()
  const parsed = new Map<string, { text: string; schema: z.ZodType; value: unknown }>()
  const tell = (key: string) => {
    for (const listener of listeners.get(key) ?? []) listener()
  }
  return {
    find(key, schema) {
      const text = storage.getItem(prefix + key)
      if (text === null) return undefined
      const known = parsed.get(key)
      if (known?.text === text && known.schema === schema) return known.value as ReturnType<typeof schema.parse>
      const result = schema.safeParse(readJson(text))
      const value = result.success ? result.data : undefined
      parsed.set(key, { text, schema, value })
      return value as ReturnType<typeof schema.parse>
    },
    keep(key, value) {
      try {
        if (value === undefined) storage.removeItem(prefix + key)
        else storage.setItem(prefix + key, JSON.stringify(value))
      } catch {
        return
      }
      tell(key)
    },
    subscribe(key, listener) {
      const set = listeners.get(key) ?? new Set()
      listeners.set(key, set.add(listener))
      return () => set.delete(listener)
    },
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

let ofThisWindow: Stored | undefined

/** The window's store, on the storage of the app's own origin; other windows' changes are told to its listeners. */
export function getStored(): Stored {
  if (ofThisWindow === undefined) {
    const store = createStored(window.localStorage)
    window.addEventListener('storage', (event) => {
      if (event.key?.startsWith(prefix)) store.keep(event.key.slice(prefix.length), readJson(event.newValue ?? ''))
    })
    ofThisWindow = store
  }
  return ofThisWindow
}

/** A kept value and its setter. `schema` and `fallback` must be constants of the module. */
export function useStored<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  fallback: z.output<Schema>,
): readonly [z.output<Schema>, (value: z.output<Schema> | undefined) => void] {
  const store = getStored()
  const value = useSyncExternalStore(
    useCallback((listener) => store.subscribe(key, listener), [store, key]),
    () => store.find(key, schema) ?? fallback,
  )
  const keep = useCallback((next: z.output<Schema> | undefined) => store.keep(key, next), [store, key])
  return [value, keep]
}
