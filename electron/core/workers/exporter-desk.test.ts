import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { office, readWithOffice, withOffice } from '#core/exports/test-office.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import type { ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import type { ExportProgress } from '#shared/contracts/reports.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { AppError } from '#shared/kernel/errors.ts'
import {
  buildAppointment,
  buildCertificate,
  buildClerk,
  buildEmailChange,
  buildMember,
} from '#shared/testing/builders.ts'
import { createDeskCore } from './desk-core.ts'
import { ExporterDesk } from './exporter-desk.ts'
import type { WorkerStart } from './messages.ts'
import { ReaderDesk } from './reader-desk.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const rowsOfRegister = 20_000
/** Abha is small, and the other two take turns, whatever the name. */
const cityOf = (n: number): string => (n % 25 === 2 ? 'abha' : Math.floor(n / 40) % 2 === 0 ? 'riyadh' : 'jeddah')
const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor' })

/** A certificate of a member; some have ended. */
function certificateOf(member: Member, n: number): Certificate {
  return buildCertificate(member, {
    id: `certificate-${n}`,
    number: `C-48-${n}`,
    kind: n % 100 === 0 ? 'good-standing' : 'registration',
    issuedOn: `2025-01-${String(1 + (n % 28)).padStart(2, '0')}`,
    expiresOn: n % 200 === 0 ? '2026-01-01' : '2099-01-01',
    status: { uri: 'https://authority.example/status', index: n },
  })
}

let it: TestStore
let start: WorkerStart
let events: ExportProgress[]
let desk: ExporterDesk
let reader: ReaderDesk
beforeAll(() => {
  it = openTestStore()
  const { store } = it
  for (const clerk of [noura, salem]) putClerk(store, clerk, JSON.stringify(clerk), 1)
  putSetting(store, 'current-clerk', noura.id)
  store.transaction(() => {
    for (let n = 0; n < rowsOfRegister; n += 1) {
      const member = buildMember({
        id: `member-${n}`,
        membershipNo: String(20_000_000 + n),
        nameAr: { first: n % 40 === 0 ? 'مها' : 'فهد', father: 'ناصر', grandfather: `جد${n % 97}`, family: 'القحطاني' },
        city: cityOf(n),
        employerEn: n % 40 === 0 ? '=HYPERLINK("http://attack.example")' : 'King Fahad Hospital',
        employerAr: n % 40 === 0 ? '=HYPERLINK("http://attack.example")' : 'مستشفى الملك فهد',
      })
      putMember(store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
      if (n % 50 !== 0) continue
      const request = buildEmailChange(member, {
        id: `request-${n}`,
        number: `R-48-${n}`,
        branch: n % 100 === 0 ? 'riyadh' : 'jeddah',
        dueAt: new Date(Date.UTC(2026, 10, 22, 9) + n * 60_000).toISOString(),
      })
      putRequest(store, request, JSON.stringify(request), 1)
      const certificate = certificateOf(member, n)
      putCertificate(store, certificate, JSON.stringify(certificate), 1)
      const appointment = buildAppointment({
        id: `appointment-${n}`,
        number: `A-48-${n}`,
        branch: n % 100 === 0 ? 'riyadh' : 'jeddah',
        date: n % 150 === 0 ? '2026-11-24' : '2026-11-23',
        visitor: {
          name: '=HYPERLINK("http://attack.example")',
          mobile: '+966550128842',
          idNo: member.idNo,
          memberId: null,
        },
      })
      putAppointment(store, appointment, JSON.stringify(appointment), 1)
    }
  })
  start = {
    profileDir: it.dir,
    key: it.key,
    authorityUrl: 'http://127.0.0.1:1',
    demo: true,
    isProtected: false,
    backgroundSync: false,
    offline: true,
    hostNetwork: false,
    clockOffset: 0,
  }
  events = []
  desk = new ExporterDesk(start, (_name, payload) => void events.push(payload as ExportProgress))
  reader = new ReaderDesk(start)
})
afterAll(async () => {
  await desk.close()
  reader.close()
  it.end()
})

const codeOf = (thrown: unknown) => (thrown instanceof AppError ? thrown.code : thrown)
const file = (name: string) => join(it.dir, `${name}.xlsx`)

async function write(
  input: ChannelInput<'reports.export'>,
  clerkId = noura.id,
): Promise<ChannelOutput<'reports.export'>> {
  const answer = await desk.handle('reports.export', contracts['reports.export'].input.parse(input), clerkId)
  return contracts['reports.export'].output.parse(answer)
}

/** Texts of one column of the written rows. */
async function column(path: string, index: number): Promise<unknown[]> {
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(path)
  const values = workbook.worksheets[1]?.getColumn(index).values.slice(2) ?? []
  return [...values]
}

/** Every page of a list of the screen. */
async function listed(ask: (after: string | undefined) => { ids: string[]; after: string | null }): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = ask(after)
    ids.push(...page.ids)
    after = page.after
  }
  return ids
}

describe('the rows are those of the list, in its order', () => {
  test.each([{ text: 'مها' }, { text: 'مها ناصر', city: 'jeddah' }, { text: '', city: 'abha' }, { text: 'nobody' }])(
    'members %j',
    async (filters) => {
      const { rows } = await write({ report: 'members', filters, out: file('members') })
      const { text, ...rest } = filters
      const numbers = await listed((after) => {
        const input = { text, filters: rest, limit: 200, ...(after === undefined ? {} : { after }) }
        const page = reader.handle('members.search', input, noura.id) as ChannelOutput<'members.search'>
        return { ids: page.hits.map(({ member }) => member.membershipNo), after: page.after }
      })
      expect(rows).toBe(numbers.length)
      expect(await column(file('members'), 1)).toEqual(numbers)
    },
  )

  test.each([{ view: 'all' }, { view: 'mine' }, { view: 'open', text: 'مها' }] as const)(
    'requests %j',
    async (filters) => {
      const { rows } = await write({ report: 'requests', filters, out: file('requests') })
      const { view, ...rest } = filters
      const numbers = await listed((after) => {
        const input = { view, filters: rest, limit: 200, ...(after === undefined ? {} : { after }) }
        const page = reader.handle('requests.list', input, noura.id) as ChannelOutput<'requests.list'>
        return { ids: page.rows.map(({ number }) => number), after: page.after }
      })
      expect(numbers.length).toBeGreaterThan(0)
      expect(rows).toBe(numbers.length)
      expect(await column(file('requests'), 1)).toEqual(numbers)
    },
  )

  test.each([{}, { kind: 'good-standing' }, { state: 'expired' }, { text: 'مها' }] as const)(
    'certificates %j',
    async (filters) => {
      const { rows } = await write({ report: 'certificates', filters, out: file('certificates') })
      const numbers = await listed((after) => {
        const input = { filters, limit: 200, ...(after === undefined ? {} : { after }) }
        const page = reader.handle('certificates.list', input, noura.id) as ChannelOutput<'certificates.list'>
        return { ids: page.rows.map(({ number }) => number), after: page.after }
      })
      expect(numbers.length).toBeGreaterThan(0)
      expect(rows).toBe(numbers.length)
      expect(await column(file('certificates'), 1)).toEqual(numbers)
    },
  )

  test.each([{}, { from: '2026-11-24' }, { state: 'booked', text: '05501' }] as const)(
    'appointments %j',
    async (filters) => {
      const { rows } = await write({ report: 'appointments', filters, out: file('appointments') })
      const numbers = await listed((after) => {
        const input = { filters, limit: 200, ...(after === undefined ? {} : { after }) }
        const page = reader.handle('appointments.list', input, noura.id) as ChannelOutput<'appointments.list'>
        return { ids: page.rows.map(({ number }) => number), after: page.after }
      })
      expect(rows).toBe(numbers.length)
      expect(await column(file('appointments'), 1)).toEqual(numbers)
    },
  )
})

test.skipIf(office === undefined)(
  `LibreOffice opens the whole register with the rows that SQL counts, and nothing in it is reckoned${withOffice}`,
  async () => {
    const counted = it.store.findOf<{ n: number }>('SELECT count(*) AS n FROM members')?.n ?? 0
    const { rows } = await write({ report: 'members', language: 'en', out: file('whole') })
    const [sheets] = await readWithOffice(file('whole'))
    expect(rows).toBe(counted)
    expect(sheets['Rows']).toHaveLength(counted + 1)
    const employers = new Set(sheets['Rows']?.map((row) => row[16]))
    expect(employers).toContain('=HYPERLINK("http://attack.example")')
    expect(sheets['About']).toContainEqual(['Rows', counted.toLocaleString('en')])
    expect(sheets['About']).toContainEqual(['Prepared by', noura.nameEn])
    expect(events.at(-1)).toMatchObject({ state: 'done', done: counted, total: counted, path: file('whole') })
  },
)

test.skipIf(office === undefined)(
  `LibreOffice opens every list with the rows that SQL counts${withOffice}`,
  async () => {
    const counted = {
      requests: "SELECT count(*) AS n FROM requests WHERE branch = 'riyadh'",
      certificates: 'SELECT count(*) AS n FROM certificates',
      appointments: "SELECT count(*) AS n FROM appointments WHERE branch = 'riyadh'",
    } as const
    const reports = ['requests', 'certificates', 'appointments'] as const
    for (const report of reports) await write({ report, out: file(report) })
    const books = await readWithOffice(...reports.map(file))
    for (const [index, report] of reports.entries()) {
      const rows = it.store.findOf<{ n: number }>(counted[report])?.n ?? 0
      expect(rows, report).toBeGreaterThan(0)
      expect(books[index]?.['الصفوف'], report).toHaveLength(rows + 1)
    }
  },
)

test('the filter stands on the first sheet in words, and a member by name', async () => {
  await write({
    report: 'requests',
    filters: { view: 'open', memberId: 'member-100', risk: 'high' },
    out: file('filter'),
  })
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(file('filter'))
  const filter = workbook.worksheets[0]?.getRow(3).getCell(2).value
  expect(filter).toBe('العرض: الطلبات المفتوحة\nالخطورة: عالية\nالعضو: فهد ناصر جد3 القحطاني')
})

test('a cancel leaves no file and says so; only its clerk may', async () => {
  const out = file('cancelled')
  const work = write({ report: 'members', id: 'mine', out }).catch(codeOf)
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ id: 'mine', state: 'running' }), { interval: 1 })
  await expect(async () => desk.handle('reports.cancel', { id: 'mine' }, salem.id)).rejects.toThrow(
    'reports/no-such-export',
  )
  await desk.handle('reports.cancel', { id: 'mine' }, noura.id)
  // Nothing is left by the time that the cancel answers.
  expect(readdirSync(it.dir).filter((name) => name.startsWith('cancelled'))).toEqual([])
  expect(await work).toBe('reports/cancelled')
  expect(events.at(-1)).toMatchObject({ id: 'mine', state: 'cancelled', path: null, cause: null })
  await expect(async () => desk.handle('reports.cancel', { id: 'mine' }, noura.id)).rejects.toThrow(
    'reports/no-such-export',
  )
})

test('what cannot be done has its reason', async () => {
  expect(await write({ report: 'members' }).catch(codeOf)).toBe('reports/no-file')
  expect(await write({ report: 'members', out: join(it.dir, 'desk.db') }).catch(codeOf)).toBe('reports/cannot-write')
  expect(await write({ report: 'members', out: join(it.dir, 'no', 'x.xlsx') }).catch(codeOf)).toBe(
    'reports/cannot-write',
  )
  expect(events.at(-1)).toMatchObject({ state: 'failed', cause: 'reports/cannot-write' })
  expect(await write({ report: 'members', out: file('x') }, 'nobody').catch(codeOf)).toBe('session/required')
  expect(existsSync(file('x'))).toBe(false)
})

test('twenty thousand rows while another thread goes on answering', async () => {
  const core = await createDeskCore({
    profileDir: it.dir,
    key: it.key,
    authorityUrl: start.authorityUrl,
    demo: true,
    protected: false,
    backgroundSync: false,
    network: 'node',
    offline: true,
    rememberClerk: true,
    checkOutput: true,
  })
  try {
    const order: string[] = []
    core.onEvent((name, payload) => {
      if (name === 'export-progress') order.push((payload as ExportProgress).state)
    })
    // Both threads have started.
    await core.invoke('members.search', { text: 'مها' })
    const work = core.invoke('reports.export', { report: 'members', out: file('threads') })
    let ended = false
    void work.then(() => {
      ended = true
    })
    while (!ended) {
      const answer = await core.invoke('members.search', { text: 'مها' })
      expect(answer.ok).toBe(true)
      order.push('answer')
    }
    expect(await work).toMatchObject({ ok: true, value: { rows: rowsOfRegister } })
    // Answers came between the first progress and the last.
    const first = order.indexOf('running')
    const last = order.lastIndexOf('running')
    expect(last).toBeGreaterThan(first)
    expect(order.slice(first, last).filter((what) => what === 'answer').length).toBeGreaterThan(2)
    expect(order).toContain('done')
  } finally {
    await core.close()
  }
})
