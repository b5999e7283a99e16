import type { WebContents } from './web-contents.ts'
import type { WebFrameMain } from './web-frame.ts'

/** The event of `ipcMain.handle`. */
export interface IpcMainInvokeEvent extends Electron.Event {
  type: 'frame'
  processId: number
  frameId: number
  sender: WebContents
  /** Null once the document that sent the message is gone. */
  readonly senderFrame: WebFrameMain | null
}

/** The event of `ipcMain.on`. There is no `returnValue`: a page cannot wait synchronously for Node here. */
export interface IpcMainEvent extends IpcMainInvokeEvent {
  reply(channel: string, ...args: unknown[]): void
}

// `any[]` is Electron's own signature: a listener names the parameters that its channel carries
type Args = Parameters<Parameters<Electron.IpcMain['handle']>[1]> extends [unknown, ...infer Rest] ? Rest : never
export type SendListener = (event: IpcMainEvent, ...args: Args) => void
export type InvokeHandler = (event: IpcMainInvokeEvent, ...args: Args) => unknown

class IpcMain {
  readonly #handlers = new Map<string, InvokeHandler>()
  readonly #listeners = new Map<string, { listener: SendListener; once: boolean }[]>()

  /** Registers the one handler of a channel; throws when there is one already. */
  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args: Args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  on(channel: string, listener: SendListener): this {
    return this.#add(channel, listener, false)
  }

  once(channel: string, listener: SendListener): this {
    return this.#add(channel, listener, true)
  }

  addListener(channel: string, listener: SendListener): this {
    return this.#add(channel, listener, false)
  }

  off(channel: string, listener: SendListener): this {
    const known = this.#listeners.get(channel) ?? []
    const index = known.findLastIndex((item) => item.listener === listener)
    if (index >= 0) this.#listeners.set(channel, known.toSpliced(index, 1))
    return this
  }

  removeListener(channel: string, listener: SendListener): this {
    return this.off(channel, listener)
  }

  removeAllListeners(channel?: string): this {
    if (channel === undefined) this.#listeners.clear()
    else this.#listeners.delete(channel)
    return this
  }

  listenerCount(channel: string): number {
    return this.#listeners.get(channel)?.length ?? 0
  }

  /** A page's `ipcRenderer.invoke`: rejects with Electron's message. */
  async answer(channel: string, event: IpcMainInvokeEvent, args: unknown[]): Promise<unknown> {
    try {
      const handler = this.#handlers.get(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      return await handler(event, ...(args as Args))
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error })
    }
  }

  /** A page's `ipcRenderer.send`. */
  deliver(channel: string, event: IpcMainEvent, args: unknown[]): void {
    for (const { listener, once } of this.#listeners.get(channel) ?? []) {
      if (once) this.off(channel, listener)
      listener(event, ...(args as Args))
    }
  }

  #add(channel: string, listener: SendListener, once: boolean): this {
    this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), { listener, once }])
    return this
  }
}

export const ipcMain = new IpcMain()
