// The isolated world's half of the bridge to the page: functions, promises and values that the preload exposes cross here.
// Its partner, main-world.ts, lives among hostile script; this half does not, and may use the language freely.
import type { HubMessage, Packed } from './main-world.ts'

type Callable = (...args: unknown[]) => unknown

/** A promise of this side's that the other side will settle. */
export interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

export interface Bridge {
  /** Puts a frozen API on the page's window; throws when the name is taken. */
  expose: (name: string, api: unknown) => void
}

/** Waits for the hub, which the main world hands over once, synchronously, before any script of the page runs. */
export function createBridge(onOpen: (message: HubMessage) => void): Bridge {
  const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
  let hub: EventTarget
  let lastId = 0
  let reply: HubMessage | undefined
  let nameTaken = false
  const functions = new Map<number, Callable>()
  const functionIds = new WeakMap<Callable, number>()
  const mainFunctions = new Map<number, Callable>()
  const mainPromises = new Map<number, Waiting>()

  const toMain = (message: HubMessage) => hub.dispatchEvent(new CustomEvent('to-main', { detail: message }))

  function isPlain(value: unknown, seen: Set<unknown>): boolean {
    if (typeof value === 'function' || typeof value === 'symbol') return false
    if (value === null || typeof value !== 'object' || seen.has(value)) return true
    seen.add(value)
    if (Array.isArray(value)) return value.every((item) => isPlain(item, seen))
    if (Object.prototype.toString.call(value) !== '[object Object]') return !(value instanceof Promise)
    return Object.values(value).every((item) => isPlain(item, seen))
  }

  function pack(root: unknown): Packed {
    const refs: Packed['refs'] = []
    if (isPlain(root, new Set())) return { v: root, refs }
    const walk = (value: unknown, path: string[]): unknown => {
      if (path.length > 1000) throw new TypeError('contextBridge: the value is nested too deep')
      if (typeof value === 'symbol') throw new TypeError('contextBridge: a symbol cannot be sent')
      if (typeof value === 'function') {
        const callable = value as Callable
        const id = functionIds.get(callable) ?? ++lastId
        functionIds.set(callable, id)
        functions.set(id, callable)
        refs.push([path, 'function', id])
        return undefined
      }
      if (value === null || typeof value !== 'object') return value
      if (value instanceof Promise) {
        const id = ++lastId
        refs.push([path, 'promise', id])
        value.then(
          (result: unknown) => settle(id, result),
          (error: unknown) => toMain({ t: 'settled', id, err: messageOf(error) }),
        )
        return undefined
      }
      if (!Array.isArray(value) && Object.prototype.toString.call(value) !== '[object Object]') return value
      const out: object = Array.isArray(value) ? new Array(value.length) : {}
      for (const [key, item] of Object.entries(value)) put(out, key, walk(item, [...path, key]))
      return out
    }
    return { v: structuredClone(walk(root, [])), refs }
  }

  function settle(id: number, value: unknown): void {
    let message: HubMessage
    try {
      message = { t: 'settled', id, ok: pack(value) }
    } catch (error) {
      message = { t: 'settled', id, err: messageOf(error) }
    }
    toMain(message)
  }

  /** Like an assignment, but `__proto__` is only a key. */
  function put(object: object, key: string, value: unknown): void {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  }

  function unpack(packed: Packed): unknown {
    let root = packed.v
    for (const [path, kind, id] of packed.refs) {
      const value = kind === 'function' ? mainFunction(id) : mainPromise(id)
      const last = path.at(-1)
      if (last === undefined) root = value
      else
        put(
          path
            .slice(0, -1)
            .reduce((object, key) => object[key] as Record<string, unknown>, root as Record<string, unknown>),
          last,
          value,
        )
    }
    return root
  }

  const mainPromise = (id: number) => new Promise((resolve, reject) => mainPromises.set(id, { resolve, reject }))

  /** Sends a call; the other world has replied when `toMain` returns. A call may happen inside another call. */
  function ask(message: HubMessage): HubMessage | undefined {
    const outer = reply
    reply = undefined
    try {
      toMain(message)
      return reply
    } finally {
      reply = outer
    }
  }

  /** One function of ours per function of the page, so that the page can unsubscribe with the one it subscribed with. */
  function mainFunction(id: number): Callable {
    const known = mainFunctions.get(id)
    if (known) return known
    const remote: Callable = (...args) => {
      const answer = ask({ t: 'call', id, args: pack(args) })
      if (!answer) throw new Error('contextBridge: the page is gone')
      if (answer.err !== undefined) throw new Error(answer.err)
      return unpack(answer.ok as Packed)
    }
    mainFunctions.set(id, remote)
    return remote
  }

  function callFromMain(id: number, args: Packed): HubMessage {
    try {
      const target = functions.get(id)
      if (!target) throw new Error('contextBridge: there is no such function')
      return { t: 'reply', ok: pack(target(...(unpack(args) as unknown[]))) }
    } catch (error) {
      return { t: 'reply', err: messageOf(error) }
    }
  }

  function fromMain(message: HubMessage | null): void {
    if (message === null) toMain({ t: 'reply', err: 'An object could not be cloned.' })
    else if (message.t === 'call') toMain(callFromMain(message.id as number, message.args as Packed))
    else if (message.t === 'reply') reply = message
    else if (message.t === 'taken') nameTaken = true
    else if (message.t === 'open') onOpen(message)
    else if (message.t === 'settled') {
      const waiting = mainPromises.get(message.id as number)
      mainPromises.delete(message.id as number)
      if (message.err !== undefined) waiting?.reject(new Error(message.err))
      else waiting?.resolve(unpack(message.ok as Packed))
    }
  }

  document.addEventListener(
    'shell-hub',
    (event) => {
      hub = (event as MouseEvent).relatedTarget as EventTarget
      hub.addEventListener('to-isolated', (message) => fromMain((message as CustomEvent<HubMessage | null>).detail))
    },
    { once: true },
  )

  return {
    expose(name, api) {
      nameTaken = false
      toMain({ t: 'expose', name, p: pack(api) })
      if (nameTaken) throw new Error('Cannot bind an API on top of an existing property on the window object')
    },
  }
}
