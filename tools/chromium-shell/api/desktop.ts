import { spawn } from 'node:child_process'
import { emitterOf } from '../emitter.ts'
import { headed } from '../runtime.ts'

const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
}

const opened: string[] = []
const shown: Electron.NotificationConstructorOptions[] = []

/** For tests: what the application handed to the desktop. */
export const desktopRecord = {
  /** URLs and paths given to `shell`. */
  opened: (): string[] => [...opened],
  notifications: (): Electron.NotificationConstructorOptions[] => [...shown],
}

/** Recorded; in a window before a person it is opened as well. */
function open(target: string): void {
  opened.push(target)
  if (!headed) return
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  spawn(program, [...args, target], { detached: true, stdio: 'ignore' })
    .on('error', (error) => console.error(`${target} could not be opened:`, error.message))
    .unref()
}

type ShellSlice = Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>

/** `shell`. */
export const shell: ShellSlice = {
  async openExternal(url) {
    open(url)
  },
  async openPath(path) {
    open(path)
    return ''
  },
  showItemInFolder: (path) => open(path),
  beep: () => void process.stderr.write('\u0007'),
}

type NotificationOptions = Pick<
  Electron.NotificationConstructorOptions,
  'title' | 'body' | 'silent' | 'subtitle' | 'urgency'
>

/** `Notification`: recorded, never drawn. */
export class Notification extends emitterOf<{ show: []; click: []; close: [] }>() {
  readonly #options: NotificationOptions
  static isSupported = (): boolean => true

  constructor(options: NotificationOptions = {}) {
    super()
    this.#options = options
  }

  show(): void {
    shown.push({ ...this.#options })
    this.emit('show')
  }

  close(): void {
    this.emit('close')
  }
}

let text = ''

type ClipboardSlice = Pick<Electron.Clipboard, 'readText' | 'writeText' | 'clear'>

/** `clipboard`: text only, kept in this process. The page's own clipboard is Chromium's and separate. */
export const clipboard: ClipboardSlice = {
  readText: async () => text,
  async writeText(value) {
    text = value
  },
  clear() {
    text = ''
  },
}
