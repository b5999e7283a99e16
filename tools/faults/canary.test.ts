import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { takeBackup } from '#core/db/backup.ts'
import { backupFile, storeFiles } from '#core/db/store-files.ts'
import { plantSql } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { at, noura } from '#core/use-cases/store/test-filling.ts'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import { openProfileStore } from '#core/workers/open-profile.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Personal data that nothing else holds, each in another column or index. */
const canary = {
  arabic: 'كناريالقلعة',
  latin: 'Canarybirdson',
  email: 'canary.bird.4711@example.sa',
  mobile: '+966550471147',
  idNo: '1000047113',
  remarks: 'canary remark: the address was heard on the telephone',
} as const

const key = new Uint8Array(randomBytes(32))
let home: string
let temporary: string
let before: string | undefined
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'desk-canary-'))
  temporary = join(home, 'temporary')
  mkdirSync(temporary)
  // SQLite and Node write temporary files, if they write any, where the environment says.
  before = process.env['SQLITE_TMPDIR']
  process.env['SQLITE_TMPDIR'] = temporary
})
afterAll(() => {
  if (before === undefined) delete process.env['SQLITE_TMPDIR']
  else process.env['SQLITE_TMPDIR'] = before
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

/** Files below a folder in which a text stands, in any of the forms in which it is likely to be written. */
function filesWith(folder: string, text: string): string[] {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text.normalize('NFD'))]
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file)
      return forms.some((form) => bytes.includes(form))
    })
}

const hits = (folder: string): string[] =>
  Object.entries(canary).flatMap(([name, text]) => filesWith(folder, text).map((file) => `${name} in ${file}`))

function plant(profileDir: string): void {
  const store = openProfileStore(storeFiles(profileDir).file, key, 'writer')
  putSetting(store, 'device', 'desk-1')
  putSetting(store, 'authority', { nameAr: 'هيئة', nameEn: 'Authority', demo: true, epoch: 'e', protocol: 1 })
  putSetting(store, 'demo-clerks', [noura])
  putClerk(store, noura, JSON.stringify(noura), 1)
  enrolClerk(store, noura.id, at)
  store.transaction(() => {
    for (let n = 0; n < 300; n += 1) {
      const member = buildMember({
        id: `member-${n}`,
        membershipNo: String(20_000_000 + n),
        nameAr: { first: canary.arabic, father: 'ناصر', grandfather: 'سعد', family: 'القحطاني' },
        nameEn: { first: canary.latin, father: 'Nasser', grandfather: 'Saad', family: 'Alqahtani' },
        email: n === 0 ? canary.email : `${n}.${canary.email}`,
        mobile: canary.mobile,
        idNo: canary.idNo,
      })
      putMember(store, member, JSON.stringify(member), 1, at)
      const request = buildEmailChange(member, { id: `request-${n}`, number: `R-48-${100_000 + n}` })
      putRequest(store, request, JSON.stringify(request), 1)
    }
  })
  const unreadable = buildMember({ id: 'unreadable', membershipNo: '29999999' })
  store.transaction(() => putMember(store, unreadable, `${canary.arabic}, ${canary.idNo}`, 1, at))
  store.close()
}

const ask = async (core: DeskCore, channel: string, input: unknown): Promise<Record<string, unknown>> => {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(`${channel}: ${answer.error.code}`)
  return answer.value as Record<string, unknown>
}

test('personal data stands nowhere in plain text: not in the store, its log, copies, backups or temporary files', async () => {
  const profileDir = join(home, 'profile')
  mkdirSync(profileDir)
  plant(profileDir)
  const core = await createDeskCore({
    profileDir,
    key,
    authorityUrl: 'http://127.0.0.1:1',
    demo: true,
    protected: false,
    backgroundSync: false,
    network: 'node',
    offline: true,
    onFault: ({ code, channel, trace }) =>
      writeFileSync(join(home, 'desk.log'), `${code} ${channel} ${trace}\n`, { flag: 'a' }),
  })
  await ask(core, 'session.signIn', { clerkId: noura.id })
  for (const text of [canary.arabic, canary.latin, canary.email, canary.idNo, 'Canarybirdsen'])
    await ask(core, 'members.search', { text })
  for (let n = 0; n < 20; n += 1) {
    const { revisionHash } = await ask(core, 'requests.get', { id: `request-${n}` })
    const input = {
      id: `request-${n}`,
      decision: 'reject',
      reasons: ['REJ-RECENT-RECOVERY'],
      remarks: canary.remarks,
      revisionHash,
    }
    await ask(core, 'requests.decide', input)
  }
  await ask(core, 'requests.list', { view: 'all', filters: { text: canary.latin } })
  await core.invoke('members.get', { id: canary.email })
  // A fault of which the library's own sentence quotes the row.
  expect(await core.invoke('members.get', { id: 'unreadable' })).toMatchObject({ error: { code: 'internal' } })
  expect(readFileSync(join(home, 'desk.log'), 'utf8')).toContain('internal members.get SyntaxError')
  await ask(core, 'store.check', { depth: 'full' })
  // As a crash leaves it: with its log, its index of the log, and its second copy.
  expect(existsSync(storeFiles(profileDir).log)).toBe(true)
  cpSync(profileDir, join(home, 'crashed'), { recursive: true })
  await ask(core, 'store.repair', { confirm: true })
  await core.close()
  takeBackup(storeFiles(profileDir).file, key, backupFile(profileDir, 1))
  openProfileStore(storeFiles(join(home, 'crashed')).file, key, 'writer').close()
  expect(readdirSync(profileDir)).toEqual(
    expect.arrayContaining(['aside', 'desk.db', 'desk-spare.db', 'desk-before-v2.db']),
  )
  expect(hits(home)).toEqual([])
})

test('the search would find it: the same data in a file of SQLite without a key', () => {
  const control = join(home, 'control')
  mkdirSync(control)
  const rows = Object.values(canary).map((text) => `('${text}')`)
  plantSql(join(control, 'control.db'), null, `CREATE TABLE t (x); INSERT INTO t VALUES ${rows.join(', ')};`)
  copyFileSync(join(control, 'control.db'), join(control, 'copy.db'))
  expect(hits(control).map((hit) => hit.split(' in ')[0])).toEqual(Object.keys(canary).flatMap((name) => [name, name]))
})
