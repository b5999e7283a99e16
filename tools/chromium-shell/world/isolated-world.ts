// Runs in the isolated world of every new document, before the page's own scripts: what a sandboxed preload sees of
// Electron. The page's script cannot reach this world's globals or change its builtins. The bridge to the page is isolated-bridge.ts.
import type { Codec } from './codec.ts'
import type { Bridge, Waiting } from './isolated-bridge.ts'
import type { HubMessage } from './main-world.ts'

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
interface Globals {
  shellToNode?: (text: string) => void
  shellFromNode?: (head: string, body: string) => void
  shellStart?: () => void
}

/** Installs the world. `createBridge` comes as a parameter because this text imports nothing at run time. */
export function installIsolatedWorld(
  codec: Codec,
  createBridge: (onOpen: (message: HubMessage) => void) => Bridge,
  preload: Preload | undefined,
  process: object,
): void {
  const globals = globalThis as Globals
  const toNode = globals.shellToNode as (text: string) => void
  delete globals.shellToNode
  if (window !== window.top) return

  const post = (head: ToNode, body: unknown) => toNode(`${JSON.stringify(head)}\n${codec.encode(body)}`)
  const bridge = createBridge(({ url = '', frameName = '', features = '' }) => {
    post({ t: 'open', href: new URL(url, location.href).href, frameName, features }, [])
  })
  let lastId = 0

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
    exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api),
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
