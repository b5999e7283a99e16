import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seal } from '#shared/domain/sealing.ts'
import { type Administered, readCommand } from './administer.ts'
import { appendAudit, listAudit } from './repositories/audit.ts'
import { findClerk } from './repositories/clerks.ts'
import { putSealedOutbox, seeDevice } from './repositories/devices.ts'
import { getRegisterKey } from './repositories/register-keys.ts'
import { testContext } from './test/test-context.ts'
import { emptyDatabase, openTestPglite } from './test/test-database.ts'

const where = ['--data', 'somewhere']

test('the first administrator and the first device come from the command line', async () => {
  const database = await openTestPglite()
  await emptyDatabase(database.db)
  const context = testContext(database.db, { demo: false })
  const run = (what: Administered, ...words: string[]) => readCommand(what, [...words, ...where]).run(context)
  const person = [
    '--name-ar',
    'أمل الحربي',
    '--name-en',
    'Amal Alharbi',
    '--role',
    'administrator',
    '--branch',
    'riyadh',
  ]
  const added = await run('account', 'add', '--clerk', 'amal', '--username', 'A.Alharbi', ...person)
  expect(added).toEqual({
    account: 'amal',
    username: 'a.alharbi',
    password: expect.stringMatching(/^\S{16}$/),
    once: true,
  })
  expect(await findClerk(database.db, 'amal')).toMatchObject({ role: 'administrator', active: true, version: 1 })
  expect(await run('account', 'lock', '--clerk', 'amal')).toEqual({ account: 'amal', done: 'lock' })
  expect(await run('account', 'unlock', '--clerk', 'amal')).toEqual({ account: 'amal', done: 'unlock' })
  const reset = await run('account', 'reset', '--clerk', 'amal')
  expect(reset).not.toMatchObject({ password: 'password' in added ? added.password : '' })

  const personal = { username: 'a.alharbi' }
  const entry = { at: '2026-11-22T07:00:00.000Z', actor: 'system', action: 'seen', subject: 'clerk:amal', personal }
  await appendAudit(database.db, entry)
  expect(await run('audit', 'erase', '--subject', 'clerk:amal')).toEqual({ subject: 'clerk:amal', erased: 1 })
  expect((await listAudit(database.db, 'clerk:amal')).at(-1)).toMatchObject({ action: 'personal-erased' })

  await seeDevice(
    database.db,
    { id: 'desk-1', name: 'الشباك 1', state: 'pending', proofKey: 'key' },
    '2026-11-22T07:00:00.000Z',
  )
  expect(await run('device', 'list')).toMatchObject({ devices: [{ id: 'desk-1', state: 'pending', decidedBy: null }] })
  expect(await run('device', 'enrol', '--device', 'desk-1')).toMatchObject({
    device: { state: 'enrolled', decidedBy: 'system' },
  })
  const folder = mkdtempSync(join(tmpdir(), 'authority-device-'))
  try {
    const { publicKey } = await getRegisterKey(database.db, 'sealing')
    const sealed = await seal(new TextEncoder().encode('outbox'), new Uint8Array(Buffer.from(publicKey, 'base64url')))
    await putSealedOutbox(database.db, 'desk-1', sealed, '2026-11-22T07:00:00.000Z')
    await run('device', 'open', '--device', 'desk-1', '--out', join(folder, 'outbox'))
    expect(readFileSync(join(folder, 'outbox'), 'utf8')).toBe('outbox')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('words that make no sense are answered with the usage', () => {
  const wrong: ['account' | 'device', ...string[]][] = [
    ['account'],
    ['account', 'add'],
    ['account', 'make', '--clerk', 'a', ...where],
    ['account', 'lock', 'more', '--clerk', 'a', ...where],
    ['account', 'add', '--clerk', 'a', '--role', 'king', ...where],
    ['account', 'lock', '--clerk', 'a'],
    ['account', 'lock', '--clerk', 'a', ...where, '--database-url', 'postgres://x'],
    ['device', 'wipe', ...where],
    ['device', 'open', '--device', 'd', ...where],
  ]
  for (const [what, ...words] of wrong) expect(() => readCommand(what, words), words.join(' ')).toThrow(/account add/)
})
