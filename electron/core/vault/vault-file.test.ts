import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildClerk } from '#shared/testing/builders.ts'
import { destroyVault, VaultFile, type VaultSlot, vaultFiles } from './vault-file.ts'

const secret = new Uint8Array(randomBytes(32))
let profileDir: string
beforeEach(() => {
  profileDir = mkdtempSync(join(tmpdir(), 'vault-'))
})
afterEach(() => rmSync(profileDir, { recursive: true, force: true }))

const slotOf = (id: string, wrong = 0): VaultSlot => ({
  clerk: buildClerk({ id, nameAr: 'نورة المطيري', nameEn: 'Noura Almutairi' }),
  slot: null,
  wrong,
  enrolledAt: '2026-11-27T08:00:00.000Z',
  openedAt: null,
})
const open = () => VaultFile.open(profileDir, secret, 'desk-1')

test('what was put is there the next time, and says nothing to whoever reads the files', () => {
  const file = open()
  file.put(slotOf('noura'))
  file.put(slotOf('salem'))
  file.put(slotOf('noura', 3))
  expect(open().contents).toMatchObject({ device: 'desk-1', revision: 3 })
  expect(open().find('noura')?.wrong).toBe(3)
  expect(open().contents.slots).toHaveLength(2)
  for (const path of vaultFiles(profileDir)) {
    const text = readFileSync(path, 'latin1')
    for (const word of ['noura', 'Noura', 'desk-1']) expect(text).not.toContain(word)
    expect(Buffer.from(text, 'latin1').includes(Buffer.from('نورة'))).toBe(false)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  }
  expect(readdirSync(profileDir).sort()).toEqual(['vault-spare.json', 'vault.json'])
})

test('one damaged or older copy is no loss: the later one is right', () => {
  const [main, spare] = vaultFiles(profileDir)
  open().put(slotOf('noura', 1))
  const older = readFileSync(main)
  open().put(slotOf('noura', 2))
  writeFileSync(main, older)
  expect(open().find('noura')?.wrong).toBe(2)
  writeFileSync(spare, older.subarray(0, 40))
  expect(open().find('noura')?.wrong).toBe(1)
})

test('a vault that cannot be read is no empty one', () => {
  open().put(slotOf('noura'))
  for (const path of vaultFiles(profileDir)) writeFileSync(path, '{}')
  expect(() => open()).toThrow(expect.objectContaining({ code: 'vault/damaged' }))
})

test('another machine’s secret opens nothing, and a changed counter is noticed', () => {
  open().put(slotOf('noura', 9))
  expect(() => VaultFile.open(profileDir, new Uint8Array(randomBytes(32)), 'desk-1')).toThrow(
    expect.objectContaining({ code: 'vault/damaged' }),
  )
  for (const path of vaultFiles(profileDir)) {
    const envelope = JSON.parse(readFileSync(path, 'utf8')) as { sealed: string }
    const bytes = Buffer.from(envelope.sealed, 'base64')
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(path, JSON.stringify({ ...envelope, sealed: bytes.toString('base64') }))
  }
  expect(() => open()).toThrow(expect.objectContaining({ code: 'vault/damaged' }))
})

test('destroyed, it is empty', () => {
  open().put(slotOf('noura'))
  destroyVault(profileDir)
  expect(open().contents.slots).toEqual([])
})
