import { findBrowser } from '#tools/chromium-shell/find-browser.ts'
import { type CommandResult, packageCommand, runCommand } from '#tools/run/command.ts'

/** What the installation touches, so that a test can stand in for the machine. */
export interface Machine {
  platform: NodeJS.Platform
  /** True when packages of the system may be installed without a password. */
  isRoot: boolean
  findBrowser: () => string | undefined
  run: (words: readonly string[]) => Promise<Pick<CommandResult, 'code'>>
}

/** Ways to a browser, tried one after the other until one is found and starts. */
export function installationsFor({ platform, isRoot }: Machine): string[][][] {
  const playwright = [...packageCommand('@playwright/test', 'playwright'), 'install']
  const system = (words: string[]): string[] => (isRoot ? words : ['sudo', '-n', ...words])
  const ways = [[[...playwright, 'chromium']]]
  if (platform === 'linux') {
    const apt = (packageName: string): string[][] => [
      system(['apt-get', 'update', '-qq']),
      system(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', packageName]),
    ]
    if (isRoot) ways.push([[...playwright, '--with-deps', 'chromium']])
    ways.push(apt('chromium'), apt('chromium-browser'))
    ways.push([system(['dnf', 'install', '-y', '-q', 'chromium'])])
    ways.push([system(['pacman', '-Sy', '--noconfirm', 'chromium'])])
    ways.push([system(['zypper', '--non-interactive', 'install', 'chromium'])])
    ways.push([system(['apk', 'add', '--quiet', 'chromium'])])
  }
  if (platform === 'darwin') ways.push([['brew', 'install', '--cask', 'chromium']])
  if (platform === 'win32') {
    const accept = ['--silent', '--accept-package-agreements', '--accept-source-agreements']
    ways.push([['winget', 'install', '--id', 'Google.Chrome', ...accept]])
  }
  return ways
}

const thisMachine: Machine = {
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  findBrowser,
  run: (words) =>
    runCommand(words, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMilliseconds: 300_000,
    }),
}

/** A browser that is found but lacks a library of the system does not start; Windows shows a window instead of a version. */
async function findWorkingBrowser(machine: Machine): Promise<string | undefined> {
  const path = machine.findBrowser()
  if (!path || machine.platform === 'win32') return path
  return (await machine.run([path, '--version'])).code === 0 ? path : undefined
}

/**
 * The path of a Chromium, Chrome or Edge; installs one where there is none. Throws an error whose message is one sentence
 * for a person: what to install.
 */
export async function ensureBrowser(say: (line: string) => void, machine = thisMachine): Promise<string> {
  const present = await findWorkingBrowser(machine)
  if (present) return present
  say('No browser found: installing Chromium (once; a few minutes).')
  for (const commands of installationsFor(machine)) {
    let done = true
    for (const words of commands) done &&= (await machine.run(words)).code === 0
    const installed = done ? await findWorkingBrowser(machine) : undefined
    if (installed) return installed
  }
  throw new Error(
    'Neither Electron nor a browser is here and none could be installed: install Chromium, Google Chrome or Microsoft Edge, or set CHROME_PATH to one.',
  )
}
