import type { Session } from '../cdp.ts'
import { headed } from '../runtime.ts'

/** The size and place that the application asked for, in device-independent pixels of the screen. */
export interface WantedBounds {
  x?: number | undefined
  y?: number | undefined
  width: number
  height: number
}

type State = 'normal' | 'maximized' | 'minimized' | 'fullscreen'
type BoundsEvent =
  | 'resize'
  | 'move'
  | 'resized'
  | 'moved'
  | 'maximize'
  | 'unmaximize'
  | 'minimize'
  | 'restore'
  | 'enter-full-screen'
  | 'leave-full-screen'

interface DevToolsBounds {
  left: number
  top: number
  width: number
  height: number
  windowState: State
}

const ENTER: Partial<Record<State, BoundsEvent>> = {
  maximized: 'maximize',
  minimized: 'minimize',
  fullscreen: 'enter-full-screen',
}
const LEAVE: Partial<Record<State, BoundsEvent>> = {
  maximized: 'unmaximize',
  minimized: 'restore',
  fullscreen: 'leave-full-screen',
}

/** Where a window stands. Electron's questions have synchronous answers, so the last known place is kept here. */
export class WindowBounds {
  readonly wanted: WantedBounds
  readonly #emit: (event: BoundsEvent) => void
  readonly #wantsContent: boolean
  #current: Electron.Rectangle
  #normal: Electron.Rectangle
  #state: State = 'normal'
  #browser: Session | undefined
  #targetId = ''
  #windowId = 0
  #timer: NodeJS.Timeout | undefined
  #early: Partial<DevToolsBounds>[] = []

  constructor(options: Partial<WantedBounds> & { useContentSize?: boolean }, emit: (event: BoundsEvent) => void) {
    const { x, y, width = 800, height = 600 } = options
    this.wanted = { x, y, width, height }
    this.#wantsContent = options.useContentSize ?? false
    this.#current = { x: x ?? 0, y: y ?? 0, width, height }
    this.#normal = this.#current
    this.#emit = emit
  }

  get current(): Electron.Rectangle {
    return { ...this.#current }
  }

  get normal(): Electron.Rectangle {
    return { ...(this.#state === 'normal' ? this.#current : this.#normal) }
  }

  get state(): State {
    return this.#state
  }

  async attach(browser: Session, targetId: string): Promise<void> {
    this.#browser = browser
    this.#targetId = targetId
    const { windowId, bounds } = await this.#ask()
    this.#windowId = windowId
    if (this.#wantsContent)
      await this.#send('Browser.setContentsSize', { width: this.wanted.width, height: this.wanted.height })
    this.#note(bounds, true)
    // a running Chromium gives a handed-over window the size of its last one
    if (headed) this.set(this.#asked())
    for (const wish of this.#early) this.#wish(wish)
    // nobody tells when the user moves a window
    if (headed) this.#timer = setInterval(() => this.measure(), 1000).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#browser = undefined
  }

  set(wanted: Partial<Electron.Rectangle>): void {
    this.#current = { ...this.#current, ...wanted }
    const { x, y, width, height } = this.#current
    this.#wish({ left: x, top: y, width, height })
    this.#emit('resize')
    this.#emit('resized')
  }

  setState(state: State): void {
    if (state === this.#state) return
    // Chromium refuses to go from one special state to another
    if (this.#state !== 'normal' && state !== 'normal') this.setState('normal')
    this.#enter(state)
    this.#wish({ windowState: state })
  }

  /** Asks Chromium where the window is and tells the application what has changed. */
  measure(): void {
    this.#ask()
      .then(({ bounds }) => this.#note(bounds, false))
      .catch(() => {}) // the window is gone
  }

  #asked(): Partial<Electron.Rectangle> {
    const { x, y, width, height } = this.wanted
    return x === undefined || y === undefined ? { width, height } : { x, y, width, height }
  }

  /** Wishes from before the window is there wait for it. */
  #wish(bounds: Partial<DevToolsBounds>): void {
    if (this.#windowId === 0) this.#early.push(bounds)
    else void this.#send('Browser.setWindowBounds', { bounds })
  }

  async #send(method: string, params: Record<string, unknown>): Promise<void> {
    await this.#browser?.send(method, { windowId: this.#windowId, ...params }).catch(() => {})
    this.measure()
  }

  #ask(): Promise<{ windowId: number; bounds: DevToolsBounds }> {
    if (!this.#browser) return Promise.reject(new Error('The window is gone'))
    return this.#browser.send('Browser.getWindowForTarget', { targetId: this.#targetId })
  }

  #enter(state: State): void {
    const before = this.#state
    if (before === state) return
    if (before === 'normal') this.#normal = this.#current
    this.#state = state
    const left = LEAVE[before]
    const entered = ENTER[state]
    if (left && state === 'normal') this.#emit(left)
    if (entered) this.#emit(entered)
  }

  #note({ left, top, width, height, windowState }: DevToolsBounds, first: boolean): void {
    const before = this.#current
    // headless Chromium keeps no state of its own, and minimising needs a window manager: then the wish stands
    if (headed && !first && this.#state !== 'minimized') this.#enter(windowState)
    this.#current = { x: left, y: top, width, height }
    if (first) return
    if (before.width !== width || before.height !== height) {
      this.#emit('resize')
      this.#emit('resized')
    }
    if (before.x !== left || before.y !== top) {
      this.#emit('move')
      this.#emit('moved')
    }
  }
}
