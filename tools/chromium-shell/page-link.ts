import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from './api/ipc-main.ts'
import type { WebContents } from './api/web-contents.ts'
import type { WebFrameMain } from './api/web-frame.ts'
import type { Session } from './cdp.ts'
import { cancellable } from './emitter.ts'
import { nodeCodec } from './node-codec.ts'
import { toAppUrl } from './urls.ts'
import type { FromNode, Shortcut, ToNode } from './world/isolated-world.ts'
import { BINDING, ISOLATED_WORLD, type WorldOptions, worldScripts } from './world/scripts.ts'

interface ContextCreated {
  context: { id: number; name: string; auxData?: { frameId?: string } }
}

interface BindingCalled {
  name: string
  payload: string
  executionContextId: number
}

/** What a page tells its window besides IPC. */
export interface PageSignals {
  opened(url: string, frameName: string, features: string): void
  resized(): void
  titled(title: string): void
  pressed(shortcut: number): void
  preloadFailed(error: Error): void
}

const DELIVER = '(head, body) => globalThis.shellFromNode?.(head, body)'

/** The line between Node and the isolated world of one page: installs the worlds and carries IPC both ways. */
export class PageLink {
  readonly #contents: WebContents
  readonly #signals: PageSignals
  #session: Session | undefined
  /** The documents' frames by execution context; only the newest may still get events. */
  readonly #frames = new Map<number, WebFrameMain>()
  #current: number | undefined
  #shortcuts: Shortcut[] = []

  constructor(contents: WebContents, signals: PageSignals) {
    this.#contents = contents
    this.#signals = signals
  }

  /** Must be done before the first navigation: from then on every new document gets the worlds first. */
  async install(session: Session, targetId: string, options: WorldOptions): Promise<void> {
    this.#session = session
    session.listen<ContextCreated>('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== ISOLATED_WORLD || context.auxData?.frameId !== targetId) return
      this.#current = context.id
      this.#frames.set(context.id, this.#contents.startDocument())
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#current = undefined
      this.#frames.clear()
    })
    session.listen<BindingCalled>('Runtime.bindingCalled', (call) => {
      if (call.name === BINDING) this.#receive(call)
    })
    const scripts = worldScripts(options)
    await Promise.all([
      session.send('Runtime.addBinding', { name: BINDING, executionContextName: ISOLATED_WORLD }),
      ...scripts.map((script) => session.send('Page.addScriptToEvaluateOnNewDocument', { ...script })),
    ])
  }

  /** `webContents.send`: lost when no document with a preload is there, as in Electron. Throws DataCloneError. */
  send(channel: string, args: unknown[]): void {
    this.#deliver({ t: 'event', channel }, nodeCodec.encode(args))
  }

  /** The accelerators that the page's keyboard listener should report. */
  setShortcuts(shortcuts: Shortcut[]): void {
    this.#shortcuts = shortcuts
    this.#deliver({ t: 'shortcuts' }, nodeCodec.encode(shortcuts))
  }

  #deliver(head: FromNode, body: string, context = this.#current): void {
    if (context === undefined || !this.#session) return
    const params = {
      executionContextId: context,
      functionDeclaration: DELIVER,
      arguments: [{ value: JSON.stringify(head) }, { value: body }],
    }
    // "Cannot find context": the document that asked is gone; nobody is waiting any more
    this.#session.send('Runtime.callFunctionOn', params).catch(() => {})
  }

  #receive({ payload, executionContextId }: BindingCalled): void {
    const frame = this.#frames.get(executionContextId)
    if (!frame) return // not the main frame of the current document: no one else may call
    const end = payload.indexOf('\n')
    const head = JSON.parse(payload.slice(0, end)) as ToNode
    const args = nodeCodec.decode(payload.slice(end + 1)) as unknown[]
    if (head.t === 'hello') {
      frame.locate(toAppUrl(head.href ?? ''))
      if (this.#shortcuts.length > 0) this.setShortcuts(this.#shortcuts)
    } else if (head.t === 'invoke') {
      void this.#answer(head, frame, args, executionContextId)
    } else if (head.t === 'send') {
      const reply: IpcMainEvent['reply'] = (channel, ...values) =>
        this.#deliver({ t: 'event', channel }, nodeCodec.encode(values), executionContextId)
      ipcMain.deliver(head.channel ?? '', Object.assign(this.#event(frame), { reply }), args)
    } else if (head.t === 'open')
      this.#signals.opened(toAppUrl(head.href ?? ''), head.frameName ?? '', head.features ?? '')
    else if (head.t === 'resize') this.#signals.resized()
    else if (head.t === 'title') this.#signals.titled(String(args[0]))
    else if (head.t === 'shortcut') this.#signals.pressed(head.id ?? 0)
    else if (head.t === 'preload-error') this.#signals.preloadFailed(args[0] as Error)
  }

  /** Answers in the document that asked, never in "the current one". */
  async #answer(head: ToNode, frame: WebFrameMain, args: unknown[], context: number): Promise<void> {
    let failed = false
    let body: string
    try {
      body = nodeCodec.encode(await ipcMain.answer(head.channel ?? '', this.#event(frame), args))
    } catch (error) {
      failed = true
      body = nodeCodec.encode(error instanceof Error ? error.message : String(error))
    }
    this.#deliver({ t: 'answer', id: head.id ?? 0, failed }, body, context)
  }

  #event(frame: WebFrameMain): IpcMainInvokeEvent {
    const fields = {
      type: 'frame' as const,
      processId: frame.processId,
      frameId: frame.routingId,
      sender: this.#contents,
    }
    const event = Object.assign(cancellable(), fields)
    return Object.defineProperty(event, 'senderFrame', {
      get: () => (frame.isDestroyed() ? null : frame),
      enumerable: true,
    }) as IpcMainInvokeEvent
  }
}
