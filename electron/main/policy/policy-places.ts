import { spawnSync } from 'node:child_process'
import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { dirname, win32 } from 'node:path'
import { AppError } from '#shared/kernel/errors.ts'
import { type MachinePolicy, type PolicyPlace, parsePolicy, parsePolicyText } from './machine-policy.ts'

/** What is asked of the machine. Handed in whole, so that each system's answers can be tried on any other. */
export interface PolicyMachine {
  readonly platform: NodeJS.Platform
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Runs a program of the system by its path, without a shell; `code` is null when it could not be run. */
  readonly run: (program: string, words: readonly string[]) => { readonly code: number | null; readonly output: string }
  /** Users who may own a policy's file, by number: the administrator. */
  readonly owners: readonly number[]
  /** A file instead of the machine's own places; in a development build only. */
  readonly file?: string
}

export interface FoundPolicy {
  readonly policy: MachinePolicy
  /** Null where no policy was laid down. */
  readonly from: PolicyPlace | null
}

/** A policy is a few lines. */
const longest = 64 * 1024
const registryParent = 'HKLM\\SOFTWARE\\Policies'
const registryKey = `${registryParent}\\Mumaris Desk`
const managedPreferences = '/Library/Managed Preferences/sa.mumaris.desk.plist'

/** The machine that this process runs on. `file`: as `MUMARIS_POLICY` names it for a development build. */
export function thisMachine(file?: string): PolicyMachine {
  const own = process.getuid?.()
  return {
    platform: process.platform,
    variables: process.env,
    run: (program, words) => {
      const { status, stdout } = spawnSync(program, words, { encoding: 'utf8', timeout: 10_000, windowsHide: true })
      return { code: status, output: stdout ?? '' }
    },
    owners: file !== undefined && own !== undefined ? [0, own] : [0],
    ...(file !== undefined && { file }),
  }
}

/** The policy file of each system. */
export function policyFileOf({ platform, variables, file }: Omit<PolicyMachine, 'run' | 'owners'>): string {
  if (file !== undefined) return file
  if (platform === 'win32')
    return win32.join(variables['ProgramData'] ?? 'C:\\ProgramData', 'Mumaris Desk', 'policy.json')
  return platform === 'darwin'
    ? '/Library/Application Support/Mumaris Desk/policy.json'
    : '/etc/mumaris-desk/policy.json'
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && ['ENOENT', 'ENOTDIR'].includes(String(thrown.code))
    if (missing) return undefined
    throw new AppError('policy/invalid', { place: path, reason: 'unreadable' }, { cause: thrown })
  }
}

/** Whoever may write a policy decides for everybody: it must be the administrator's alone, and so must its folder. */
function refuseForeignHands(machine: PolicyMachine, path: string, stat: Stats): void {
  if (!stat.isFile()) throw new AppError('policy/unsafe', { place: path, reason: 'no-file' })
  // Windows keeps rights in lists of their own; there the installer's and the administrator's rights count.
  if (machine.platform === 'win32') return
  for (const [place, { uid, mode }] of [[path, stat] as const, [dirname(path), lstatSync(dirname(path))] as const]) {
    if (!machine.owners.includes(uid)) throw new AppError('policy/unsafe', { place, reason: 'owner' })
    if ((mode & 0o022) !== 0) throw new AppError('policy/unsafe', { place, reason: 'writable' })
  }
}

function fromFile(machine: PolicyMachine): FoundPolicy {
  const from = { kind: 'file', place: policyFileOf(machine) } as const
  const stat = statOf(from.place)
  if (!stat) return { policy: {}, from: null }
  refuseForeignHands(machine, from.place, stat)
  if (stat.size > longest) throw new AppError('policy/invalid', { place: from.place, reason: 'too-long' })
  let text: string
  try {
    text = readFileSync(from.place, 'utf8')
  } catch (thrown) {
    throw new AppError('policy/invalid', { place: from.place, reason: 'unreadable' }, { cause: thrown })
  }
  return { policy: parsePolicyText(text, from), from }
}

/** The path by which a program of Windows is run: never one that happens to lie in the path of programs. */
const systemProgram = ({ variables }: PolicyMachine, name: string): string =>
  win32.join(variables['SystemRoot'] ?? 'C:\\Windows', 'System32', name)

/** A value of `reg query` in the words of the policy: `AutoLockMinutes REG_DWORD 0x5` is `autoLockMinutes` 5. */
function registryValue(line: string): [string, unknown] | undefined {
  const [, name, type, text] = /^ {4}(\S+) {4}(REG_\w+) {4}(.*?)\r?$/.exec(line) ?? []
  if (name === undefined || text === undefined) return undefined
  const own = `${name.charAt(0).toLowerCase()}${name.slice(1)}`
  return [own, type === 'REG_DWORD' ? Number(text) : text]
}

/**
 * Whether there is a key is asked of its parent, which every Windows has: `reg` ends with 1 for whatever goes wrong, and
 * says what in the system's language.
 */
function fromRegistry(machine: PolicyMachine): FoundPolicy | undefined {
  const from = { kind: 'registry', place: registryKey } as const
  const ask = (key: string): string => {
    const { code, output } = machine.run(systemProgram(machine, 'reg.exe'), ['query', key])
    if (code !== 0) throw new AppError('policy/invalid', { place: key, reason: 'unreadable' })
    return output
  }
  const keys = ask(registryParent).split(/\r?\n/)
  if (!keys.some((key) => key.trim().toLowerCase().endsWith('\\policies\\mumaris desk'))) return undefined
  const values = ask(registryKey)
    .split('\n')
    .flatMap((line) => {
      const value = registryValue(line)
      return value === undefined ? [] : [value]
    })
  return { policy: parsePolicy(Object.fromEntries(values), from), from }
}

/** What a device management has laid down; a user's own preferences of the same name are never read. */
function fromManagedPreferences(machine: PolicyMachine): FoundPolicy | undefined {
  const from = { kind: 'managed-preferences', place: managedPreferences } as const
  const stat = statOf(from.place)
  if (!stat) return undefined
  refuseForeignHands(machine, from.place, stat)
  const words = ['-convert', 'json', '-o', '-', '--', from.place]
  const { code, output } = machine.run('/usr/bin/plutil', words)
  if (code !== 0) throw new AppError('policy/invalid', { place: from.place, reason: 'unreadable' })
  return { policy: parsePolicyText(output, from), from }
}

/**
 * Reads this machine's policy: what a device management has laid down, else the file. One place counts, whole; the two
 * are never mixed.
 *
 * @throws {AppError} `policy/invalid` for a policy that cannot be read or understood, `policy/unsafe` for one that
 *   somebody else than the administrator may write.
 */
export function readMachinePolicy(machine: PolicyMachine): FoundPolicy {
  if (machine.file === undefined && machine.platform === 'win32') return fromRegistry(machine) ?? fromFile(machine)
  if (machine.file === undefined && machine.platform === 'darwin')
    return fromManagedPreferences(machine) ?? fromFile(machine)
  return fromFile(machine)
}
