import { readFileSync } from 'node:fs'
import { cancellable, emitterOf } from '../emitter.ts'
import { browser } from '../runtime.ts'
import { windows } from '../windows.ts'
import { app } from './app.ts'
import { shortcutsOfMenu } from './menu.ts'
import { emulateTheme } from './native-theme.ts'
import { appName } from './paths.ts'
import { preloadProcess } from './preload-process.ts'
import { openTarget } from './target.ts'
import { WebContents } from './web-contents.ts'
import { WindowBounds } from './window-bounds.ts'
import type { BrowserWindowOptions } from './window-options.ts'

type Events = {
  close: [event: Electron.Event]
  closed: []
  'ready-to-show': []
  show: []
  hide: []
  focus: []
  blur: []
  maximize: []
  unmaximize: []
  minimize: []
  restore: []
  resize: []
  move: []
  resized: []
  moved: []
  'enter-full-screen': []
  'leave-full-screen': []
  'page-title-updated': [event: Electron.Event, title: string, explicitSet: boolean]
}

type BrowserWindowSlice = Pick<
  Electron.BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'reload'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'isVisible'
  | 'focus'
  | 'blur'
  | 'isFocused'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getContentBounds'
  | 'getSize'
  | 'setSize'
  | 'getPosition'
  | 'setPosition'
  | 'setMinimumSize'
  | 'center'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'minimize'
  | 'restore'
  | 'isMinimized'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'getTitle'
  | 'setTitle'
  | 'setBackgroundColor'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
  | 'removeMenu'
  | 'setContentProtection'
>

const ONLY_SANDBOXED = 'The Chromium shell knows only sandboxed pages with context isolation and without Node'

function readPreload(options: BrowserWindowOptions): string | undefined {
  const { preload, sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {}
  if (sandbox === false || contextIsolation === false || nodeIntegration === true) throw new Error(ONLY_SANDBOXED)
  return preload === undefined ? undefined : readFileSync(preload, 'utf8')
}

/** A window: one page of Chromium's with the application's preload in it. */
export class BrowserWindow extends emitterOf<Events>() implements Omit<BrowserWindowSlice, 'capturePage'> {
  readonly webContents: WebContents
  readonly id: number
  /** Resolves after `closed`. */
  readonly whenClosed: Promise<void>
  readonly preloadPath: string | undefined
  readonly #options: BrowserWindowOptions
  readonly #bounds: WindowBounds
  readonly #opened: Promise<void>
  readonly #settleClosed: () => void
  #targetId: string | undefined
  #title: string
  #gone = false
  #closing = false
  #visible: boolean
  #focused = false

  static getAllWindows = (): BrowserWindow[] => windows.all()
  static getFocusedWindow = (): BrowserWindow | null => windows.all().find((window) => window.#focused) ?? null
  static fromId = (id: number): BrowserWindow | null => windows.all().find((window) => window.id === id) ?? null
  static fromWebContents = (contents: WebContents): BrowserWindow | null => contents.getOwnerBrowserWindow()

  constructor(options: BrowserWindowOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const preload = readPreload(options)
    this.#options = options
    this.preloadPath = options.webPreferences?.preload
    this.#title = options.title ?? appName.value
    this.#visible = options.show !== false
    const { promise, resolve } = Promise.withResolvers<void>()
    this.whenClosed = promise
    this.#settleClosed = resolve
    this.#bounds = new WindowBounds(options, (event) => this.emit(event))
    this.webContents = new WebContents(this)
    this.id = this.webContents.id
    windows.add(this)
    this.#opened = this.#open(preload)
    this.#opened.catch((error: unknown) => {
      if (!this.#gone) console.error('A window could not be opened:', error)
      this.gone()
    })
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    app.emit('web-contents-created', cancellable(), this.webContents)
    app.emit('browser-window-created', cancellable(), this)
    if (this.#visible) this.focus()
  }

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url)
  reload = (): void => this.webContents.reload()
  isDestroyed = (): boolean => this.#gone
  isVisible = (): boolean => this.#visible && !this.#gone
  isFocused = (): boolean => this.#focused
  getBounds = (): Electron.Rectangle => this.#bounds.current
  getContentBounds = (): Electron.Rectangle => this.#bounds.current
  getNormalBounds = (): Electron.Rectangle => this.#bounds.normal
  isMaximized = (): boolean => this.#bounds.state === 'maximized'
  isMinimized = (): boolean => this.#bounds.state === 'minimized'
  isFullScreen = (): boolean => this.#bounds.state === 'fullscreen'
  maximize = (): void => this.#bounds.setState('maximized')
  unmaximize = (): void => this.#bounds.setState('normal')
  minimize = (): void => this.#bounds.setState('minimized')
  restore = (): void => this.#bounds.setState('normal')
  setFullScreen = (flag: boolean): void => this.#bounds.setState(flag ? 'fullscreen' : 'normal')
  setBounds = (bounds: Partial<Electron.Rectangle>): void => this.#bounds.set(bounds)
  setSize = (width: number, height: number): void => this.#bounds.set({ width, height })
  setPosition = (x: number, y: number): void => this.#bounds.set({ x, y })
  getTitle = (): string => this.#title
  capturePage = (area?: Electron.Rectangle) => this.webContents.capturePage(area)

  getSize(): number[] {
    return [this.#bounds.current.width, this.#bounds.current.height]
  }

  getPosition(): number[] {
    return [this.#bounds.current.x, this.#bounds.current.y]
  }

  setTitle(title: string): void {
    this.#title = title
    void this.webContents.executeJavaScript(`document.title = ${JSON.stringify(title)}`).catch(() => {})
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#visible) return
    this.#visible = true
    this.emit('show')
  }

  hide(): void {
    if (!this.#visible) return
    this.blur()
    this.#visible = false
    this.emit('hide')
  }

  focus(): void {
    if (this.#focused || this.#gone) return
    for (const other of windows.all()) if (other !== this) other.blur()
    this.#focused = true
    void this.#toTarget('Target.activateTarget')
    this.emit('focus')
    app.emit('browser-window-focus', cancellable(), this)
  }

  blur(): void {
    if (!this.#focused) return
    this.#focused = false
    this.emit('blur')
    app.emit('browser-window-blur', cancellable(), this)
  }

  /** Looks that a page of Chromium's has no place for. */
  setMinimumSize(_width: number, _height: number): void {}
  center(): void {}
  setBackgroundColor(_color: string): void {}
  setMenu(_menu: unknown): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  setAutoHideMenuBar(_hide: boolean): void {}
  setContentProtection(_enable: boolean): void {}
  removeMenu(): void {}

  close(): void {
    this.requestClose()
  }

  /** Closes without asking anyone. */
  destroy(): void {
    if (this.#gone) return
    this.#closing = true
    void this.#toTarget('Target.closeTarget')
    this.gone()
  }

  // --- for the shell ----------------------------------------------------------------------------------------------

  /** `close`, with the answer: false when a listener prevented it. */
  requestClose(): boolean {
    if (this.#gone || this.#closing) return true
    const event = cancellable()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    this.#closing = true
    void this.#toTarget('Target.closeTarget')
    return true
  }

  /** The page's target is gone: by our wish, by the user's, or with the browser. */
  gone(): void {
    if (this.#gone) return
    if (!this.#closing) this.emit('close', cancellable()) // the user has closed it already: too late to prevent
    this.blur()
    this.#gone = true
    windows.remove(this, this.#targetId)
    this.#bounds.stop()
    this.webContents.emit('destroyed')
    this.emit('closed')
    this.#settleClosed()
    app.windowClosed()
  }

  measure = (): void => this.#bounds.measure()

  /** The page has a new title; a listener may keep the window's. */
  retitle(title: string): void {
    const event = cancellable()
    this.emit('page-title-updated', event, title, true)
    if (!event.defaultPrevented) this.#title = title
  }

  openChild(url: string, options: BrowserWindowOptions = {}): void {
    const child = new BrowserWindow({
      ...options,
      webPreferences: { ...this.#options.webPreferences, ...options.webPreferences },
    })
    child.loadURL(url).catch(() => {}) // did-fail-load tells
  }

  async toBrowser(method: string, params: Record<string, unknown>): Promise<void> {
    await this.#opened.catch(() => {})
    const { connection } = await browser()
    await connection.browser.send(method, params).catch(() => {})
  }

  async #toTarget(method: string): Promise<void> {
    await this.#opened.catch(() => {})
    if (this.#targetId !== undefined) await this.toBrowser(method, { targetId: this.#targetId })
  }

  async #open(preload: string | undefined): Promise<void> {
    const running = await browser()
    const targetId = await openTarget(running, this.#bounds.wanted, this.#options.backgroundColor)
    this.#targetId = targetId
    windows.bind(targetId, this)
    const cdp = await running.connection.attach(targetId)
    const process = preloadProcess(this.#options.webPreferences?.additionalArguments)
    await Promise.all([
      this.webContents.attach(cdp, targetId, { preload, process }),
      this.#bounds.attach(running.connection.browser, targetId),
      emulateTheme(cdp),
    ])
    this.webContents.setShortcuts(shortcutsOfMenu())
  }
}
