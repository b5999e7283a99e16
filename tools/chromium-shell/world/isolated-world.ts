// Runs in the isolated world of every new document, before the page's own scripts: what a sandboxed preload sees of
// Electron. The page's script cannot reach this world's globals or change its builtins. Its partner is main-world.ts.
import type { Codec } from './codec.ts'
import type { HubMessage, Packed } from './main-world.ts'

/** An accelerator as the keyboard sees it: `code` is the physical key, so it works on an Arabic layout too. */
export interface Shortcut {
  id: number
  code: string
  ctrl: boolean
  alt: boolean
  shift: boolean
  meta: boolean
}

/** A message to Node. The arguments of `send` and `invoke` follow in a second line, encoded. */
export interface ToNode {
  t: 'hello' | 'send' | 'invoke' | 'preload-error' | 'open' | 'resize' | 'title' | 'shortcut'
  channel?: string
  id?: number
  href?: string
  frameName?: string
  features?: string
}

/** A message from Node. The arguments or the answer follow encoded. */
export interface FromNode {
  t: 'event' | 'answer' | 'shortcuts'
  channel?: string
  id?: number
  failed?: boolean
}

export type Preload = (
  require: (name: string) => unknown,
  exports: object,
  module: { exports: object },
  process: object,
) => void

type Callable = (...args: unknown[]) => unknown
type Listener = Callable & { original?: Listener }
interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}
interface Globals {
  shellToNode?: (text: string) => void
  shellFromNode?: (head: string, body: string) => void
  shellStart?: () => void
}

export function installIsolatedWorld(codec: Codec, preload: Preload | undefined, process: object): void {
  const globals = globalThis as Globals
  const toNode = globals.shellToNode as (text: string) => void
  delete globals.shellToNode
  if (window !== window.top) return

  const post = (head: ToNode, body: unknown) => toNode(`${JSON.stringify(head)}\n${codec.encode(body)}`)
  const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

  // --- the bridge to the main world -------------------------------------------------------------------------------
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
    else if (message.t === 'open') {
      const { frameName = '', features = '' } = message
      post({ t: 'open', href: new URL(message.url ?? '', location.href).href, frameName, features }, [])
    } else if (message.t === 'settled') {
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

  // --- Electron's modules, as the preload sees them ---------------------------------------------------------------
  const listeners = new Map<string, Listener[]>()
  const invocations = new Map<number, Waiting>()

  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const id = ++lastId
        post({ t: 'invoke', channel, id }, args) // throws DataCloneError: the promise rejects with it
        invocations.set(id, { resolve, reject })
      })
    },
    send(channel: string, ...args: unknown[]): void {
      post({ t: 'send', channel }, args)
    },
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return ipcRenderer
    },
    once(channel: string, listener: Listener) {
      const once: Listener = (...args) => {
        ipcRenderer.off(channel, once)
        return listener(...args)
      }
      once.original = listener
      return ipcRenderer.on(channel, once)
    },
    off(channel: string, listener: Listener) {
      const known = listeners.get(channel) ?? []
      const index = known.findLastIndex((item) => item === listener || item.original === listener)
      if (index >= 0) listeners.set(channel, known.toSpliced(index, 1))
      return ipcRenderer
    },
    addListener: (channel: string, listener: Listener) => ipcRenderer.on(channel, listener),
    removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
    removeAllListeners(channel?: string) {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  }

  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown): void {
      nameTaken = false
      toMain({ t: 'expose', name, p: pack(api) })
      if (nameTaken) throw new Error('Cannot bind an API on top of an existing property on the window object')
    },
  }

  const electron = Object.freeze({ contextBridge, ipcRenderer })
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }

  // --- keyboard, size and title ------------------------------------------------------------------------------------------
  let shortcuts: Shortcut[] = []
  const handled = new WeakSet<Event>()
  const shortcutOf = (event: KeyboardEvent) =>
    shortcuts.find(
      (shortcut) =>
        shortcut.code === event.code &&
        shortcut.ctrl === event.ctrlKey &&
        shortcut.alt === event.altKey &&
        shortcut.shift === event.shiftKey &&
        shortcut.meta === event.metaKey,
    )
  const press = (event: KeyboardEvent) => {
    const shortcut = event.isTrusted && !event.defaultPrevented && !handled.has(event) ? shortcutOf(event) : undefined
    if (!shortcut) return
    handled.add(event)
    event.preventDefault() // or Chromium prints on Ctrl+P
    post({ t: 'shortcut', id: shortcut.id }, [])
  }
  // The page goes first, as in Electron: our listener moves behind the page's own before each key arrives there. If the
  // page stops the event on its way, the timer still finds it unprevented.
  const goLast = (event: KeyboardEvent) => {
    window.removeEventListener('keydown', press)
    window.addEventListener('keydown', press)
    setTimeout(() => press(event))
  }
  window.addEventListener('keydown', goLast, { capture: true })
  window.addEventListener('resize', () => post({ t: 'resize' }, []))

  let title = ''
  const reportTitle = () => {
    if (document.title === title) return
    title = document.title
    post({ t: 'title' }, [title])
  }
  document.addEventListener('DOMContentLoaded', () => {
    reportTitle()
    new MutationObserver(reportTitle).observe(document.head, { childList: true, subtree: true, characterData: true })
  })

  globals.shellFromNode = (head, body) => {
    const message = JSON.parse(head) as FromNode
    if (message.t === 'shortcuts') {
      shortcuts = codec.decode(body) as Shortcut[]
    } else if (message.t === 'answer') {
      const waiting = invocations.get(message.id as number)
      invocations.delete(message.id as number)
      const value = codec.decode(body)
      if (message.failed) waiting?.reject(new Error(String(value)))
      else waiting?.resolve(value)
    } else {
      for (const listener of listeners.get(message.channel as string) ?? []) {
        try {
          listener({ sender: ipcRenderer, ports: [] }, ...(codec.decode(body) as unknown[]))
        } catch (error) {
          console.error(error)
        }
      }
    }
  }

  // Called by a third script, once the main world has handed over its hub.
  globals.shellStart = () => {
    post({ t: 'hello', href: location.href }, [])
    const module = { exports: {} }
    try {
      preload?.(require, module.exports, module, process)
    } catch (error) {
      console.error('Unable to load preload script:', error)
      post({ t: 'preload-error' }, [error instanceof Error ? error : new Error(String(error))])
    }
  }
}
