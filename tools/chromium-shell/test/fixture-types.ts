// What the fixture (app/main.js) keeps for its tests, and what its preload exposes. Both are read inside `evaluate`.
import type electron from '../electron.ts'
import type { BrowserWindow, BrowserWindowConstructorOptions } from '../electron.ts'

/** The shell's own module, with its controls; Playwright only knows Electron's. */
export type ShellElectron = typeof electron

declare global {
  var fixtureState: {
    order: string[]
    sent: unknown[]
    navigations: string[]
    opened: string[]
    console: { level: string; message: string }[]
    asked: string[]
    second: { argv: string[]; cwd: string; data: unknown }[]
    required: object
    allowNavigation: boolean
    openAction: 'deny' | 'allow'
    downloadTo: string | undefined
    downloads: {
      url: string
      name: string
      from: string
      window: number
      ended?: string
      bytes?: number
      path?: string
    }[]
    openWindow(options?: BrowserWindowConstructorOptions): BrowserWindow
  }
  var bridge: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>
    send(channel: string, ...args: unknown[]): void
    on(channel: string, listener: (...args: unknown[]) => void): () => void
    sync<T>(value: T): T
    callback(listener: (value: { a: number }, inner: () => number) => unknown): unknown
    functions(): { one(): number }
    facts: { platform: string; sandboxed: boolean; argv: string[] }
  }
}
