import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '#shared/kernel/errors.ts'
import { readEnvironment } from '../app/environment.ts'
import { type PolicyMachine, policyFileOf, readMachinePolicy } from './policy-places.ts'
import { decideSettings } from './run-settings.ts'

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'))
  file = join(folder, 'policy.json')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const own = process.getuid?.() ?? 0
const never = () => {
  throw new Error('no program is run for a file')
}
const machine = (more: Partial<PolicyMachine> = {}): PolicyMachine => ({
  platform: 'linux',
  variables: {},
  run: never,
  owners: [own],
  file,
  ...more,
})

/** The error with which reading ends. */
function errorOf(work: () => unknown): { code: string; detail: object } {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof AppError) return { code: thrown.code, detail: thrown.detail }
    throw thrown
  }
  throw new Error('nothing was refused')
}

function write(text: string): void {
  writeFileSync(file, text, { mode: 0o644 })
}

test('no file is no policy; the places are the machine’s', () => {
  expect(readMachinePolicy(machine({ file: join(folder, 'missing', 'policy.json') }))).toEqual({
    policy: {},
    from: null,
  })
  expect(policyFileOf({ platform: 'linux', variables: {} })).toBe('/etc/mumaris-desk/policy.json')
  expect(policyFileOf({ platform: 'darwin', variables: {} })).toBe(
    '/Library/Application Support/Mumaris Desk/policy.json',
  )
  expect(policyFileOf({ platform: 'win32', variables: { ProgramData: 'D:\\Data' } })).toBe(
    'D:\\Data\\Mumaris Desk\\policy.json',
  )
})

test('the policy goes before the environment, the environment before the default', () => {
  write('\uFEFF{ "authority": "https://desk.example", "autoLockMinutes": 3 }')
  const found = readMachinePolicy(machine())
  expect(found.from).toEqual({ kind: 'file', place: file })
  const environment = readEnvironment({ MUMARIS_AUTHORITY: 'https://elsewhere.example' })
  expect(decideSettings(environment, found)).toEqual({
    authorityUrl: 'https://desk.example',
    authorityFrom: 'policy',
    autoLockMinutes: 3,
  })
  const none = { policy: {}, from: null }
  expect(decideSettings(environment, none)).toMatchObject({ authorityFrom: 'environment', autoLockMinutes: 10 })
  expect(decideSettings(readEnvironment({}), none)).toMatchObject({ authorityFrom: 'default' })
})

test.each([
  ['{', { reason: 'json' }],
  ['[]', {}],
  ['{ "authorty": "https://desk.example" }', { field: 'authorty' }],
  ['{ "authority": "http://desk.example" }', { field: 'authority' }],
  ['{ "authority": "file:///etc" }', { field: 'authority' }],
  ['{ "authority": "" }', { field: 'authority' }],
  ['{ "autoLockMinutes": 0 }', { field: 'autoLockMinutes' }],
  ['{ "autoLockMinutes": 60 }', { field: 'autoLockMinutes' }],
  ['{ "autoLockMinutes": "5" }', { field: 'autoLockMinutes' }],
])('a policy that is broken is refused by name, never overlooked: %s', (text, detail) => {
  write(text)
  expect(errorOf(() => readMachinePolicy(machine()))).toMatchObject({
    code: 'policy/invalid',
    detail: { place: file, ...detail },
  })
})

test('one that is too long, or a folder in its place, is refused', () => {
  write(`"${'x'.repeat(70_000)}"`)
  expect(errorOf(() => readMachinePolicy(machine()))).toMatchObject({ detail: { reason: 'too-long' } })
  const place = join(folder, 'folder')
  mkdirSync(place)
  expect(errorOf(() => readMachinePolicy(machine({ file: place })))).toEqual({
    code: 'policy/unsafe',
    detail: { place, reason: 'no-file' },
  })
})

describe('what others may write is no policy', () => {
  const onPosix = process.platform !== 'win32'
  test('a file or folder that group or others may write', ({ skip }) => {
    if (!onPosix) skip('needs the rights of POSIX')
    write('{}')
    for (const mode of [0o664, 0o646]) {
      chmodSync(file, mode)
      expect(errorOf(() => readMachinePolicy(machine()))).toEqual({
        code: 'policy/unsafe',
        detail: { place: file, reason: 'writable' },
      })
    }
    chmodSync(file, 0o644)
    chmodSync(folder, 0o777)
    expect(errorOf(() => readMachinePolicy(machine()))).toMatchObject({ detail: { place: folder, reason: 'writable' } })
    chmodSync(folder, 0o755)
    expect(readMachinePolicy(machine()).policy).toEqual({})
  })

  test('a file of somebody else, and a link to a file', ({ skip }) => {
    if (!onPosix) skip('needs the rights of POSIX')
    write('{}')
    expect(errorOf(() => readMachinePolicy(machine({ owners: [own + 1] })))).toMatchObject({
      detail: { reason: 'owner' },
    })
    const link = join(folder, 'link.json')
    symlinkSync(file, link)
    expect(errorOf(() => readMachinePolicy(machine({ file: link })))).toMatchObject({ detail: { reason: 'no-file' } })
  })
})

describe('the registry of Windows', () => {
  const parent = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies'
  const variables = { SystemRoot: 'C:\\Windows', ProgramData: join(folder ?? tmpdir(), 'none') }
  const asked: unknown[] = []
  /** A Windows whose `reg` knows these keys. */
  const windows = (keys: Record<string, string>): PolicyMachine => ({
    platform: 'win32',
    variables,
    owners: [],
    run: (program, words) => {
      asked.push([program, ...words])
      const key = String(words[1]).replace('HKLM', 'HKEY_LOCAL_MACHINE')
      const output = keys[key]
      return output === undefined ? { code: 1, output: '' } : { code: 0, output: `\r\n${key}\r\n${output}` }
    },
  })
  const list = (...names: string[]) => names.map((name) => `${parent}\\${name}\r\n`).join('')

  test('its values are read by the system’s own program, by path and without a shell', () => {
    const values = '    Authority    REG_SZ    https://desk.example\r\n    AutoLockMinutes    REG_DWORD    0x5\r\n\r\n'
    const found = readMachinePolicy(
      windows({ [parent]: list('Microsoft', 'Mumaris Desk'), [`${parent}\\Mumaris Desk`]: values }),
    )
    expect(found).toEqual({
      policy: { authority: 'https://desk.example', autoLockMinutes: 5 },
      from: { kind: 'registry', place: 'HKLM\\SOFTWARE\\Policies\\Mumaris Desk' },
    })
    expect(asked.at(-1)).toEqual(['C:\\Windows\\System32\\reg.exe', 'query', 'HKLM\\SOFTWARE\\Policies\\Mumaris Desk'])
  })

  test('without a key the file counts; a key that cannot be read is no missing one', () => {
    expect(readMachinePolicy(windows({ [parent]: list('Microsoft') }))).toEqual({ policy: {}, from: null })
    expect(errorOf(() => readMachinePolicy(windows({ [parent]: list('Mumaris Desk') })))).toMatchObject({
      code: 'policy/invalid',
      detail: { reason: 'unreadable' },
    })
    expect(errorOf(() => readMachinePolicy(windows({})))).toMatchObject({ code: 'policy/invalid' })
  })

  test('a value that is none of ours, or of another kind, is refused by name', () => {
    const policy = (values: string) =>
      windows({ [parent]: list('Mumaris Desk'), [`${parent}\\Mumaris Desk`]: `${values}\r\n` })
    expect(errorOf(() => readMachinePolicy(policy('    Autority    REG_SZ    https://desk.example')))).toMatchObject({
      detail: { field: 'autority' },
    })
    expect(errorOf(() => readMachinePolicy(policy('    AutoLockMinutes    REG_SZ    5')))).toMatchObject({
      detail: { field: 'autoLockMinutes' },
    })
  })
})
