import '#tools/setup/guard.mjs'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { ensureBrowser } from '#tools/setup/browser.ts'
import { ensureElectron } from '#tools/setup/electron-runtime.ts'
import { type RunningAuthority, startAuthority } from './authority-process.ts'
import { ensureBuilt } from './build.ts'
import { root } from './command.ts'
import { deskHome } from './desk-home.ts'
import { hasDisplay } from './display.ts'
import { endProcess } from './end-process.ts'
import { lockHome } from './home-lock.ts'
import { deskEnvironment, deskRuntime } from './launch-desk.ts'
import { playTour } from './play-tour.ts'

/**
 * `npm start [-- --reset [--yes]] [--members N] [--traffic N/min] [--language ar|en]`: starts the embedded authority with
 * demo data, kept between runs, and opens the app. With traffic, members submit while you watch. Without a display it
 * plays the tour and stays up until stopped.
 */
const { values } = parseArgs({
  options: {
    reset: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    members: { type: 'string', default: '20000' },
    traffic: { type: 'string' },
    language: { type: 'string' },
  },
})
const language: { language?: 'ar' | 'en' } =
  values.language === 'en' || values.language === 'ar' ? { language: values.language } : {}
const say = (line: string): void => console.log(line)
const home = join(deskHome(), 'demo')
const profile = join(home, 'profile')
const ends: (() => Promise<void>)[] = []
let ending: Promise<void> | undefined

/** Ends what was started, the last first. A second call waits for the first. */
function endAll(): Promise<void> {
  ending ??= (async () => {
    for (const end of ends.splice(0).reverse()) await end().catch(() => undefined)
  })()
  return ending
}

/** Forgets the demo data, after asking. Answers false when the person says no. */
async function reset(): Promise<boolean> {
  if (!existsSync(join(home, 'authority')) && !existsSync(profile)) return true
  if (!values.yes) {
    if (!process.stdin.isTTY) throw new Error(`Nobody can be asked here: add --yes to delete ${home}.`)
    const prompt = createInterface({ input: process.stdin, output: process.stdout })
    const answer = await prompt.question(`Delete the demo data in ${home}? [y/N] `)
    prompt.close()
    if (!/^y(es)?$/i.test(answer.trim())) return false
  }
  for (const folder of ['authority', 'profile'])
    rmSync(join(home, folder), { recursive: true, force: true, maxRetries: 5 })
  say('The demo data is gone; a fresh register is made now.')
  return true
}

/** Runs the app in a window until it is closed. Answers its exit code. */
async function openWindow(authority: RunningAuthority): Promise<number> {
  const { executablePath, args } = deskRuntime()
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(executablePath, [...sandbox, ...args], {
    cwd: root,
    env: deskEnvironment({ authorityUrl: authority.url, profile, headed: true }),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    shell: executablePath.endsWith('.cmd'),
  })
  ends.push(() => endProcess(child))
  say('Mumaris Desk is open. Close its window, or press Ctrl-C here, to end.')
  return new Promise((resolve) => {
    child.once('error', (error) => {
      say(`The app could not be started: ${error.message}`)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 0))
  })
}

/** Plays the tour without a window and waits until somebody stops this script. */
async function showWithoutDisplay(authority: RunningAuthority): Promise<number> {
  say('There is no display here: playing the tour without a window.')
  const tourProfile = join(home, 'tour-profile')
  rmSync(tourProfile, { recursive: true, force: true })
  const desk = await playTour({ authorityUrl: authority.url, profile: tourProfile, say, ...language })
  ends.push(desk.close)
  say(`The app and the authority (${authority.url}) stay up. Press Ctrl-C to end.`)
  await authority.exited
  return ending ? 0 : 1
}

async function main(): Promise<number> {
  const lock = lockHome(home)
  if ('heldBy' in lock) {
    say(`Mumaris Desk is running already (process ${lock.heldBy}, data in ${home}).`)
    return 1
  }
  process.once('exit', lock.release)
  if (values.reset && !(await reset())) return 0
  if (!hasDisplay() || !(await ensureElectron(say))) await ensureBrowser(say)
  await ensureBuilt(say)
  mkdirSync(profile, { recursive: true })
  say('Starting the embedded authority.')
  const authority = await startAuthority({
    dataFolder: join(home, 'authority'),
    members: Number(values.members),
    ...(values.traffic !== undefined && { traffic: values.traffic }),
    timeoutMilliseconds: 900_000,
    onProgress: (text) => say(`  ${text}`),
  })
  ends.push(authority.close)
  say(`The authority answers at ${authority.url}; letters that go out: ${authority.url}/demo/mail`)
  return hasDisplay() ? openWindow(authority) : showWithoutDisplay(authority)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void endAll().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)))
}
try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
await endAll()
