import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from './cdp.ts'
import { findBrowser } from './find-browser.ts'
import { createProfile, keepStorage, removeProfile, restoreStorage, sweepProfiles } from './profile.ts'

const SWITCHES = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--no-startup-window',
  '--no-pings',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-ipc-flooding-protection',
  '--disable-popup-blocking',
  '--disable-quic',
  '--disable-renderer-backgrounding',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--disable-blink-features=AutomationControlled',
  '--disable-features=Translate,MediaRouter,DialMediaRouteProvider,OptimizationHints,AutofillServerCommunication,HttpsUpgrades',
  '--allow-pre-commit-input',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  // no yellow bar about the switches below
  '--test-type',
  // a request that the shell should ever miss finds no network
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

export interface BrowserOptions {
  headed: boolean
  /** `--remote-debugging-port` for Playwright; undefined (never a port) outside tests. */
  debugPort: string | undefined
  noSandbox: boolean
  /** Where the pages' storage is kept between two starts. */
  sessionData: string
  switches: string[]
}

/** A running Chromium with its DevTools connection and its temporary profile. */
export interface Browser {
  connection: Connection
  /** Where downloads land until the application has given them a place; goes with the profile. */
  downloads: string
  /** Headed only: opens an application window on `url` (handed over to the running process). */
  openAppWindow(url: string, size: { width: number; height: number }): void
  /** Where a debugging client may connect; only with `debugPort`. */
  debuggerUrl(): Promise<string>
  /** Ends Chromium in order, or by force after two seconds, keeps the pages' storage and removes the profile. */
  close(): Promise<void>
  /** Ends Chromium now; for `process.on('exit')`. */
  kill(): void
}

/** No Chromium, Chrome or Edge on this machine. */
export class NoBrowserError extends Error {
  override name = 'NoBrowserError'
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // already gone
  }
}

/** Ends what Chromium has left of its group when it has just ended: its last helpers write into the profile. */
function killHelpers({ pid }: ChildProcess): void {
  if (pid === undefined || process.platform === 'win32') return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // none is left
  }
}

/** Starts Chromium on a new temporary profile. Throws NoBrowserError where none is installed. */
export function startBrowser(options: BrowserOptions): Browser {
  const path = findBrowser()
  if (!path) {
    throw new NoBrowserError(
      'The Chromium shell needs Chromium, Chrome or Edge. Install one, or set CHROME_PATH to its program.',
    )
  }
  sweepProfiles()
  const profile = createProfile()
  restoreStorage(profile, options.sessionData)
  const common = [
    `--user-data-dir=${profile}`,
    ...SWITCHES,
    ...(options.headed
      ? ['--keep-alive-for-test']
      : ['--headless=new', '--hide-scrollbars=false', '--screen-info={1920x1080}']),
    ...(options.noSandbox || process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...options.switches,
  ]
  const debugPort = options.debugPort === undefined ? [] : [`--remote-debugging-port=${options.debugPort}`]
  const output = process.env['MUMARIS_SHELL_DEBUG'] ? 'inherit' : 'ignore'
  const child = spawn(path, [...common, ...debugPort, '--remote-debugging-pipe'], {
    stdio: ['ignore', output, output, 'pipe', 'pipe'],
    // its own group: Ctrl+C reaches Node alone, which then quits in order, and one signal ends all helpers
    detached: process.platform !== 'win32',
  })
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const connection = new Connection(child.stdio[3] as Writable, child.stdio[4] as Readable)

  return {
    connection,
    downloads: join(profile, 'mumaris-downloads'),
    openAppWindow(url, { width, height }) {
      // handed over to the running process, which must not be told again to open no window
      const handOver = common.filter((name) => name !== '--no-startup-window')
      spawn(path, [...handOver, `--window-size=${width},${height}`, `--app=${url}`], { stdio: 'ignore' }).unref()
    },
    async debuggerUrl() {
      for (;;) {
        const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '')
        const [port, route] = text.split('\n')
        if (port && route) return `ws://127.0.0.1:${port}${route}`
        await sleep(5)
      }
    },
    async close() {
      connection.browser.send('Browser.close').catch(() => {})
      await Promise.race([exited, sleep(2000, undefined, { ref: false })])
      killGroup(child)
      await exited
      killHelpers(child)
      keepStorage(profile, options.sessionData)
      removeProfile(profile)
    },
    kill() {
      killGroup(child)
      removeProfile(profile)
    },
  }
}
