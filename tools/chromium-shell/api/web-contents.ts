import type { Session as CdpSession } from '../cdp.ts'
import { cancellable, emitterOf } from '../emitter.ts'
import { PageLink } from '../page-link.ts'
import { toAppUrl, toBrowserUrl } from '../urls.ts'
import { windows } from '../windows.ts'
import type { Shortcut } from '../world/isolated-world.ts'
import type { WorldOptions } from '../world/scripts.ts'
import { app } from './app.ts'
import type { BrowserWindow } from './browser-window.ts'
import { Capture } from './capture.ts'
import { type ConsoleSource, describeConsole } from './console-message.ts'
import { pressMenuShortcut } from './menu.ts'
import { type Session, session } from './session.ts'
import { WebFrameMain } from './web-frame.ts'
import type { BrowserWindowOptions } from './window-options.ts'

type OpenHandlerAnswer = { action: 'deny' } | { action: 'allow'; overrideBrowserWindowOptions?: BrowserWindowOptions }
type OpenHandlerDetails = Omit<Electron.HandlerDetails, 'postBody'>

type Events = {
  'did-start-loading': []
  'did-stop-loading': []
  'dom-ready': [event: Electron.Event]
  'did-finish-load': []
  'did-fail-load': [event: Electron.Event, code: number, description: string, url: string, isMainFrame: boolean]
  'did-navigate': [event: Electron.Event, url: string]
  'did-navigate-in-page': [event: Electron.Event, url: string, isMainFrame: boolean]
  'will-navigate': [event: Electron.Event<{ url: string; isMainFrame: boolean }>, url: string]
  'will-redirect': [event: Electron.Event<{ url: string; isMainFrame: boolean }>, url: string]
  'page-title-updated': [event: Electron.Event, title: string, explicitSet: boolean]
  'console-message': [event: Electron.Event<ReturnType<typeof describeConsole>>]
  'preload-error': [event: Electron.Event, preloadPath: string, error: Error]
  'render-process-gone': [event: Electron.Event, details: Electron.RenderProcessGoneDetails]
  'zoom-changed': [event: Electron.Event, direction: 'in' | 'out']
  destroyed: []
  // these never happen here; a guard may listen all the same
  'will-attach-webview': [event: Electron.Event]
  unresponsive: []
}

type WebContentsSlice = Pick<
  Electron.WebContents,
  | 'id'
  | 'send'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'reload'
  | 'forcefullyCrashRenderer'
  | 'close'
  | 'loadURL'
  | 'focus'
  | 'executeJavaScript'
  | 'printToPDF'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'openDevTools'
>

/** Electron's numbers for the load errors that can happen here. */
const ERROR_NUMBERS: Record<string, number> = {
  ERR_FAILED: -2,
  ERR_ABORTED: -3,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_INVALID_URL: -300,
}

let lastId = 0

/** The page of one window. */
export class WebContents extends emitterOf<Events>() implements Omit<WebContentsSlice, 'capturePage'> {
  readonly id = ++lastId
  readonly session: Session = session.defaultSession
  readonly #window: BrowserWindow
  readonly #link: PageLink
  readonly #capture: Capture
  readonly #cdp: Promise<CdpSession>
  readonly #frames = new Set<string>()
  #setCdp: (cdp: CdpSession) => void
  #mainFrame = new WebFrameMain()
  #targetId = ''
  #title = ''
  #expected: string | undefined
  #started = false
  #loading = false
  #crashed = false
  #openHandler: ((details: OpenHandlerDetails) => OpenHandlerAnswer) | undefined

  constructor(window: BrowserWindow) {
    super()
    this.#window = window
    const { promise, resolve } = Promise.withResolvers<CdpSession>()
    this.#cdp = promise
    this.#setCdp = resolve
    this.#capture = new Capture(promise, () => window.getBounds())
    window.on('resized', () => this.#capture.fit())
    this.#link = new PageLink(this, {
      opened: (url, frameName, features) => this.#opened(url, frameName, features),
      resized: () => window.measure(),
      titled: (title) => this.#retitle(title),
      pressed: (shortcut) => pressMenuShortcut(shortcut, window),
      preloadFailed: (error) => this.emit('preload-error', cancellable(), window.preloadPath ?? '', error),
    })
  }

  static getAllWebContents(): WebContents[] {
    return windows.all().map((window) => window.webContents)
  }

  static fromId(id: number): WebContents | undefined {
    return WebContents.getAllWebContents().find((contents) => contents.id === id)
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return windows.ofTarget(targetId)?.webContents
  }

  static getFocusedWebContents(): WebContents | null {
    return windows.all().find((window) => window.isFocused())?.webContents ?? null
  }

  get mainFrame(): WebFrameMain {
    return this.#mainFrame
  }

  getURL = (): string => this.#mainFrame.url
  getTitle = (): string => this.#title
  isDestroyed = (): boolean => this.#window.isDestroyed()
  isLoading = (): boolean => this.#loading
  isCrashed = (): boolean => this.#crashed
  getOwnerBrowserWindow = (): BrowserWindow => this.#window

  /** Sends to the page's `ipcRenderer.on`. Throws for values that structured clone refuses. */
  send(
    channel: string,
    ...args: Parameters<Electron.WebContents['send']> extends [string, ...infer Rest] ? Rest : never
  ): void {
    this.#link.send(channel, args)
  }

  setWindowOpenHandler(handler: (details: OpenHandlerDetails) => OpenHandlerAnswer): void {
    this.#openHandler = handler
  }

  /** Resolves when the page has loaded; rejects with `code`, `errno` and `url` when it cannot. */
  async loadURL(url: string): Promise<void> {
    const cdp = await this.#cdp
    this.#started = true
    this.#expected = toBrowserUrl(url)
    const result = await cdp.send<{ errorText?: string; loaderId?: string }>('Page.navigate', { url: this.#expected })
    if (result.errorText) throw this.#loadFailed(result.errorText.replace('net::', ''), url)
    if (result.loaderId) await new Promise<void>((resolve) => this.once('did-finish-load', resolve))
  }

  reload(): void {
    void this.#command('Page.reload')
  }

  forcefullyCrashRenderer(): void {
    // A page that dies does not answer.
    void this.#command('Page.crash')
  }

  focus(): void {
    this.#window.focus()
  }

  close(_options?: Electron.CloseOpts): void {
    this.#window.close()
  }

  /** Runs in the page's own world. The result crosses as JSON. */
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const cdp = await this.#cdp
    const params = { expression: code, awaitPromise: true, returnByValue: true, userGesture }
    const { result, exceptionDetails } = await cdp.send<{
      result: { value?: unknown }
      exceptionDetails?: { text: string; exception?: { description?: string } }
    }>('Runtime.evaluate', params)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  printToPDF = (options: Electron.PrintToPDFOptions) => this.#capture.toPDF(options)
  capturePage = (area?: Electron.Rectangle) => this.#capture.toImage(area)
  getZoomFactor = (): number => this.#capture.zoomFactor
  getZoomLevel = (): number => this.#capture.zoomLevel

  setZoomFactor(factor: number): void {
    this.#capture.zoom(factor)
  }

  setZoomLevel(level: number): void {
    this.#capture.zoom(1.2 ** level)
  }

  openDevTools(_options?: Electron.OpenDevToolsOptions): void {
    void this.#window.toBrowser('Target.openDevTools', { targetId: this.#targetId })
  }

  // --- for the shell ----------------------------------------------------------------------------------------------

  /** Takes the page's DevTools session; the first load waits for this. */
  async attach(cdp: CdpSession, targetId: string, worlds: WorldOptions): Promise<void> {
    this.#targetId = targetId
    this.#listen(cdp)
    const enable = ['Page.enable', 'Runtime.enable', 'Log.enable', 'Inspector.enable'].map((method) => cdp.send(method))
    await Promise.all([this.#link.install(cdp, targetId, worlds), ...enable])
    this.#setCdp(cdp)
  }

  /** A document with our worlds has begun. */
  startDocument(): WebFrameMain {
    this.#mainFrame.retire()
    this.#mainFrame = new WebFrameMain()
    return this.#mainFrame
  }

  hasFrame = (frameId: string): boolean => this.#frames.has(frameId)

  setShortcuts(shortcuts: Shortcut[]): void {
    this.#link.setShortcuts(shortcuts)
  }

  /** Sends a command when the page is there; a page that has gone needs no answer. */
  async #command(method: string, params?: Record<string, unknown>): Promise<void> {
    const cdp = await this.#cdp
    await cdp.send(method, params).catch(() => {})
  }

  /** The guard in front of a navigation that the page began; our own loads and reloads pass. */
  mayNavigate(url: string, isRedirect: boolean): boolean {
    const own = this.#expected === toBrowserUrl(url)
    if (!isRedirect) this.#expected = undefined
    if (own || (!isRedirect && url === this.getURL())) return true
    const event = cancellable({ url, isMainFrame: true })
    this.emit(isRedirect ? 'will-redirect' : 'will-navigate', event, url)
    return !event.defaultPrevented
  }

  /** A page asked for a window, by `window.open` or by a link. */
  #opened(url: string, frameName: string, features: string): void {
    const referrer = { url: this.getURL(), policy: 'strict-origin-when-cross-origin' as const }
    const details: OpenHandlerDetails = { url, frameName, features, disposition: 'new-window', referrer }
    const answer = this.#openHandler?.(details) ?? { action: 'allow' }
    if (answer.action === 'allow') this.#window.openChild(url, answer.overrideBrowserWindowOptions)
  }

  #loadFailed(reason: string, url: string): Error {
    const errno = ERROR_NUMBERS[reason] ?? -2
    this.emit('did-fail-load', cancellable(), errno, reason, url, true)
    return Object.assign(new Error(`${reason} (${errno}) loading '${url}'`), { code: reason, errno, url })
  }

  #listen(cdp: CdpSession): void {
    const isMain = (frameId: string) => frameId === this.#targetId && this.#started
    const sayConsole = (source: ConsoleSource) => this.emit('console-message', cancellable(describeConsole(source)))

    cdp.listen<{ frame: { id: string; url: string; urlFragment?: string } }>('Page.frameNavigated', ({ frame }) => {
      if (!isMain(frame.id)) return
      const url = toAppUrl(frame.url + (frame.urlFragment ?? ''))
      this.#mainFrame.locate(url)
      this.#crashed = false
      this.emit('did-navigate', cancellable(), url)
    })
    cdp.listen<{ frameId: string; url: string }>('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (!isMain(frameId)) return
      this.#mainFrame.locate(toAppUrl(url))
      this.emit('did-navigate-in-page', cancellable(), toAppUrl(url), true)
    })
    cdp.listen<{ frameId: string }>('Page.frameAttached', ({ frameId }) => this.#frames.add(frameId))
    cdp.listen<{ frameId: string; reason: string }>('Page.frameDetached', ({ frameId, reason }) => {
      if (reason !== 'swap') this.#frames.delete(frameId)
    })
    cdp.listen<{ frameId: string }>('Page.frameStartedLoading', ({ frameId }) => {
      if (!isMain(frameId)) return
      this.#loading = true
      this.emit('did-start-loading')
    })
    cdp.listen<{ frameId: string }>('Page.frameStoppedLoading', ({ frameId }) => {
      if (!isMain(frameId)) return
      this.#loading = false
      this.emit('did-stop-loading')
    })
    cdp.on('Page.domContentEventFired', () => {
      if (this.#started) this.emit('dom-ready', cancellable())
    })
    cdp.on('Page.loadEventFired', () => {
      if (this.#started) this.emit('did-finish-load')
    })
    cdp.listen<{ url: string; windowName: string; windowFeatures: string[] }>('Page.windowOpen', (open) =>
      this.#opened(toAppUrl(open.url), open.windowName, open.windowFeatures.join(',')),
    )
    cdp.listen<ConsoleSource>('Runtime.consoleAPICalled', sayConsole)
    cdp.listen<ConsoleSource>('Runtime.exceptionThrown', sayConsole)
    cdp.listen<ConsoleSource>('Log.entryAdded', sayConsole)
    cdp.on('Inspector.targetReloadedAfterCrash', () => {
      this.#crashed = false
    })
    cdp.on('Inspector.targetCrashed', () => {
      this.#crashed = true
      const details: Electron.RenderProcessGoneDetails = { reason: 'crashed', exitCode: 1 }
      this.emit('render-process-gone', cancellable(), details)
      app.emit('render-process-gone', cancellable(), this, details)
    })
  }

  #retitle(title: string): void {
    this.#title = title
    this.emit('page-title-updated', cancellable(), title, true)
    this.#window.retitle(title)
  }
}
