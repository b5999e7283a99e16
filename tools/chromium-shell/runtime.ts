import { extraSwitches } from './api/extra-switches.ts'
import { getPath } from './api/paths.ts'
import { type Browser, startBrowser } from './browser.ts'

// The one place that knows whether Chromium runs. Everything else asks `browser()`.

const environment = process.env

/** Windows are shown: only when asked for, and where there is a display. */
export const headed =
  environment['MUMARIS_SHELL_HEADED'] === '1' &&
  (process.platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']))

let starting: Promise<Browser> | undefined
let running: Browser | undefined
const initializers: ((browser: Browser) => Promise<void>)[] = []

/** Registers work that every Chromium needs right after its start, such as interception. */
export function onBrowserStart(initialize: (browser: Browser) => Promise<void>): void {
  initializers.push(initialize)
}

async function start(): Promise<Browser> {
  const debugPort = environment['MUMARIS_SHELL_PORT']
  running = startBrowser({
    headed,
    debugPort,
    sessionData: getPath('sessionData'),
    noSandbox: environment['MUMARIS_SHELL_NO_SANDBOX'] === '1',
    switches: [...extraSwitches].map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)),
  })
  const browser = running
  await Promise.all(initializers.map((initialize) => initialize(browser)))
  // Playwright waits for this very line
  if (debugPort !== undefined) process.stderr.write(`DevTools listening on ${await browser.debuggerUrl()}\n`)
  return browser
}

/** The running Chromium, started on first use. Rejects where none is installed. */
export function browser(): Promise<Browser> {
  starting ??= start()
  return starting
}

/** Ends Chromium if it runs. */
export async function closeBrowser(): Promise<void> {
  await running?.close()
}

process.once('exit', () => running?.kill())
