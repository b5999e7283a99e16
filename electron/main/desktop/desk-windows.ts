import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import type Store from 'electron-store'
import { AppError } from '#shared/kernel/errors.ts'
import { startPage } from '../app/app-scheme.ts'
import {
  type DeskSettings,
  placeBeside,
  placeOnScreen,
  rememberedPlace,
  smallestWindow,
  type WindowPlace,
} from '../app/window-state.ts'

const sand = '#f1f0ec'

/** As many as a clerk can work with; a page that goes wild stops here. */
export const mostWindows = 8

const pageAt = (path: string): string => (path === '/' ? startPage : `${startPage}#${path}`)

/** The desk's windows: the first keeps its place for the next time, others open beside the one that asked. */
export class DeskWindows {
  readonly #settings: Store<DeskSettings>
  readonly #preload: string
  /** In the order of their opening; hidden windows for paper are not among them. */
  #open: BrowserWindow[] = []

  constructor(settings: Store<DeskSettings>, preloadFolder: string) {
    this.#settings = settings
    this.#preload = join(preloadFolder, 'index.cjs')
  }

  /** Opens the window of this run, where it was left. */
  async openFirst(): Promise<void> {
    const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
    const window = this.#create(placeOnScreen(rememberedPlace(this.#settings), screens))
    window.on('close', () => {
      this.#settings.set('window', { ...window.getNormalBounds(), maximized: window.isMaximized() })
    })
    await window.loadURL(startPage)
  }

  /**
   * Opens another window on a place of the desk, a step beside `beside` (the newest, when absent). Answers how many are
   * open then.
   *
   * @throws {AppError} `desktop/too-many-windows`.
   */
  openAnother(path: string, beside = this.#open.at(-1)): number {
    if (this.#open.length >= mostWindows) throw new AppError('desktop/too-many-windows', { windows: mostWindows })
    const here = beside?.getNormalBounds() ?? rememberedPlace(this.#settings)
    const area = beside ? screen.getDisplayMatching(beside.getBounds()).workArea : screen.getPrimaryDisplay().workArea
    const taken = this.#open.map((window) => window.getNormalBounds())
    const window = this.#create(placeBeside(here, area, taken))
    // A failed load is on the window itself; nobody waits for it here.
    window.loadURL(pageAt(path)).catch(() => undefined)
    return this.#open.length
  }

  /** As the menu does it: where no more may open, the newest comes to the front instead. */
  openAnotherIfRoom(): void {
    if (this.#open.length < mostWindows) this.openAnother('/')
    else this.bringForward()
  }

  /** A window that nobody ever sees, with the desk's page at `path`. */
  openHidden(path: string): { window: BrowserWindow; loaded: Promise<void> } {
    const webPreferences = { ...this.#preferences(), backgroundThrottling: false }
    const window = new BrowserWindow({ width: 900, height: 1200, show: false, webPreferences })
    return { window, loaded: window.loadURL(pageAt(path)) }
  }

  /** A second start of the application ends here: the window that was used last comes to the front. */
  bringForward(): void {
    const window = BrowserWindow.getFocusedWindow() ?? this.#open.at(-1)
    if (!window || window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  }

  /** Says something to every window. */
  tell(channel: string, ...words: unknown[]): void {
    for (const window of this.#open) if (!window.isDestroyed()) window.webContents.send(channel, ...words)
  }

  #preferences() {
    return {
      preload: this.#preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    }
  }

  #create(place: WindowPlace): BrowserWindow {
    const window = new BrowserWindow({
      ...(place.x !== undefined && place.y !== undefined ? { x: place.x, y: place.y } : {}),
      width: place.width,
      height: place.height,
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      show: false,
      backgroundColor: sand,
      title: 'Mumaris Desk',
      webPreferences: this.#preferences(),
    })
    this.#open.push(window)
    if (place.maximized) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.once('closed', () => {
      this.#open = this.#open.filter((other) => other !== window)
    })
    return window
  }
}
