import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancellable, emitterOf } from '../emitter.ts'
import { browser, closeBrowser } from '../runtime.ts'
import { windows } from '../windows.ts'
import type { BrowserWindow } from './browser-window.ts'
import { commandLine } from './command-line.ts'
import { appFolder, appName, appVersion, getPath, setPath } from './paths.ts'
import { SingleInstance } from './single-instance.ts'
import type { WebContents } from './web-contents.ts'

type AppSlice = Pick<
  Electron.App,
  | 'commandLine'
  | 'enableSandbox'
  | 'exit'
  | 'focus'
  | 'getAppPath'
  | 'getLocale'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getSystemLocale'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isPackaged'
  | 'isReady'
  | 'name'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'relaunch'
  | 'requestSingleInstanceLock'
  | 'setAppLogsPath'
  | 'setAppUserModelId'
  | 'setName'
  | 'setPath'
  | 'whenReady'
>

type Base = Omit<AppSlice, 'commandLine'>

type Events = {
  'will-finish-launching': []
  ready: [event: Electron.Event, launchInfo: Record<string, unknown>]
  'window-all-closed': []
  'before-quit': [event: Electron.Event]
  'will-quit': [event: Electron.Event]
  quit: [event: Electron.Event, exitCode: number]
  'second-instance': [event: Electron.Event, argv: string[], workingDirectory: string, additionalData: unknown]
  'browser-window-created': [event: Electron.Event, window: BrowserWindow]
  'browser-window-focus': [event: Electron.Event, window: BrowserWindow]
  'browser-window-blur': [event: Electron.Event, window: BrowserWindow]
  'web-contents-created': [event: Electron.Event, contents: WebContents]
  'render-process-gone': [event: Electron.Event, contents: WebContents, details: Electron.RenderProcessGoneDetails]
  // these never happen here; an application may listen all the same
  activate: [event: Electron.Event, hasVisibleWindows: boolean]
  'child-process-gone': [event: Electron.Event, details: Electron.Details]
}

/** The language of the desktop (`ar`, `en-GB`), from `--lang` or the environment. */
function locale(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  const name = (LC_ALL || LC_MESSAGES || LANG || '').split('.')[0] ?? ''
  return commandLine.getSwitchValue('lang') || (/^[a-z]{2}/.test(name) ? name.replace('_', '-') : 'en-US')
}

class ShellApp extends emitterOf<Events>() implements Base {
  readonly commandLine = commandLine
  readonly isPackaged = false
  readonly #instance = new SingleInstance()
  #ready = false
  #quitting = false
  #exitCode: number | undefined
  #readyPromise: Promise<void>

  constructor() {
    super()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#readyPromise = promise
    // after the application's own module has run, so that it can still refuse to start (single instance)
    setImmediate(() => void this.#launch(resolve))
    process.once('exit', () => this.#instance.release())
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1)) // the second time is meant
        this.quit()
      })
    }
  }

  get name(): string {
    return appName.value
  }

  set name(value: string) {
    appName.value = value
  }

  getName = (): string => appName.value
  setName = (name: string): void => void (appName.value = name)
  getVersion = (): string => appVersion
  getAppPath = (): string => appFolder
  getPath = (name: string): string => getPath(name)
  setPath = (name: string, path: string): void => setPath(name, path)
  setAppLogsPath = (path?: string): void => setPath('logs', path ?? getPath('logs'))
  getLocale = (): string => locale()
  getSystemLocale = (): string => locale()
  getPreferredSystemLanguages = (): string[] => [locale()]
  isReady = (): boolean => this.#ready
  whenReady = (): Promise<void> => this.#readyPromise

  /** Nothing to do: here every page is sandboxed. */
  enableSandbox(): void {}

  /** Nothing to do: only Windows' task bar reads it. */
  setAppUserModelId(_id: string): void {}

  focus(): void {
    windows.all()[0]?.focus()
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    const self = { argv: process.argv, workingDirectory: process.cwd(), additionalData: additionalData ?? null }
    return this.#instance.request(getPath('userData'), self, (second) => {
      this.emit('second-instance', cancellable(), second.argv, second.workingDirectory, second.additionalData)
    })
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release()
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    const args = options.args ?? process.argv.slice(1)
    this.once('quit', () => {
      this.#instance.release()
      const program = options.execPath ?? process.execPath
      const nodeArgs = options.execPath ? [] : process.execArgv.filter((argument) => !argument.startsWith('--inspect'))
      spawn(program, [...nodeArgs, ...args], { detached: true, stdio: 'ignore' }).unref()
    })
  }

  quit(): void {
    if (this.#quitting) return
    void this.#quit()
  }

  exit(exitCode = 0): void {
    if (this.#exitCode !== undefined) return
    this.#quitting = true
    for (const window of windows.all()) window.destroy()
    void this.#end(exitCode)
  }

  /** Called when a window has closed: Electron quits by itself only where nobody listens. */
  windowClosed(): void {
    if (this.#quitting || windows.all().length > 0) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  /** An application that quits before it is ready never becomes ready. */
  async #launch(resolveReady: () => void): Promise<void> {
    if (this.#quitting) return
    try {
      await browser()
    } catch (error) {
      if (this.#quitting) return
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      this.exit(1)
      return
    }
    if (this.#quitting) return
    this.#ready = true
    this.emit('will-finish-launching')
    this.emit('ready', cancellable(), {})
    resolveReady()
  }

  async #quit(): Promise<void> {
    const before = cancellable()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#quitting = true
    const open = windows.all()
    if (!open.every((window) => window.requestClose())) {
      this.#quitting = false // a window refused
      return
    }
    // a page that hangs must not keep the application alive
    await Promise.race([Promise.all(open.map((window) => window.whenClosed)), sleep(3000, undefined, { ref: false })])
    for (const window of windows.all()) window.destroy()
    const will = cancellable()
    this.emit('will-quit', will)
    if (will.defaultPrevented) {
      this.#quitting = false
      return
    }
    await this.#end(0)
  }

  async #end(exitCode: number): Promise<void> {
    this.#exitCode = exitCode
    this.emit('quit', cancellable(), exitCode)
    await closeBrowser()
    process.exit(exitCode)
  }
}

export const app = new ShellApp()
