import { join } from 'node:path'
import excel from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { changeEntry } from '#core/repositories/outbox.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { listOutbox } from '#core/use-cases/outbox/outbox-actions.ts'
import { decideRequest } from '#core/use-cases/requests/decide-request.ts'
import { type ChannelInput, contracts } from '#shared/contracts/contract-map.ts'
import { buildClerk, buildEmailChange, buildMember, countingIds, fixedClock } from '#shared/testing/builders.ts'
import { ExporterDesk } from './exporter-desk.ts'

const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor' })
const formula = '=HYPERLINK("http://attack.example")'
const at = '2026-11-22T07:00:00.000Z'

let it: TestStore
let desk: ExporterDesk
beforeAll(() => {
  it = openTestStore()
  const { store } = it
  const context = { store, clock: fixedClock(), newId: countingIds('command'), lineIsUp: () => false }
  putSetting(store, 'device', 'desk-1')
  putSetting(store, 'current-clerk', noura.id)
  for (const clerk of [noura, salem]) {
    putClerk(store, clerk, JSON.stringify(clerk), 1)
    enrolClerk(store, clerk.id, at)
  }
  for (let n = 1; n <= 6; n += 1) {
    const member = buildMember({ id: `member-${n}`, membershipNo: String(20_000_000 + n) })
    putMember(store, member, JSON.stringify(member), 1, at)
    const request = buildEmailChange(member, { id: `request-${n}`, number: `R-48-${n}` })
    putRequest(store, request, JSON.stringify(request), 1)
    const { id, revisionHash } = request
    const words = { decision: 'reject' as const, reasons: ['REJ-NO-CHANGE'], remarks: formula }
    const made = decideRequest(context, n === 6 ? salem : noura, { id, revisionHash, ...words })
    if (n === 2) changeEntry(store, made.commandId, { state: 'applied', receiptedAt: at })
    if (n === 3) changeEntry(store, made.commandId, { state: 'refused', receiptedAt: at, cause: 'sync/conflict' })
  }
  desk = new ExporterDesk(
    {
      profileDir: it.dir,
      key: it.key,
      authorityUrl: 'http://127.0.0.1:1',
      demo: true,
      isProtected: false,
      backgroundSync: false,
      offline: true,
      hostNetwork: false,
      clockOffset: 0,
    },
    () => undefined,
  )
})
afterAll(async () => {
  await desk.close()
  it.end()
})

async function write(input: Omit<ChannelInput<'reports.export'>, 'out'>, clerkId: string) {
  const out = join(it.dir, 'outbox.xlsx')
  await desk.handle('reports.export', contracts['reports.export'].input.parse({ ...input, out }), clerkId)
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(out)
  const [about, rows] = workbook.worksheets
  const lines = rows?.getRows(2, Math.max(0, rows.rowCount - 1)) ?? []
  return { filter: about?.getRow(3).getCell(2).value, cells: lines.map((line) => (line.values as unknown[]).slice(1)) }
}

test.each(['all', 'open', 'receipted', 'attention'] as const)(
  'the rows of %s are the clerk’s own, those that the screen shows and in its order',
  async (show) => {
    const context = { store: it.store, clock: fixedClock() }
    const shown = listOutbox(context, noura, { show, limit: 200 }).items
    const { cells } = await write({ report: 'outbox', filters: { show } }, noura.id)
    expect(shown.length).toBeGreaterThan(0)
    expect(cells.map((line) => line[2])).toEqual(
      shown.map(({ act }) => act.kind === 'request.decide' && act.requestNumber),
    )
  },
)

test('a row says what was done, how it stands and why; what is typed stays text', async () => {
  const { filter, cells } = await write({ report: 'outbox', filters: { show: 'attention' }, language: 'en' }, noura.id)
  expect(filter).toBe('View: what needs you')
  expect(cells).toHaveLength(1)
  const [service, act, number, , name, state, cause] = cells[0] ?? []
  expect([service, act, number, name, state, cause]).toEqual([
    'E-mail change',
    'rejection',
    'R-48-3',
    'Fahad Nasser Saad Alqahtani',
    'Not accepted',
    'The record changed before the action arrived.',
  ])
  expect(cells[0]).toContain(formula)
  expect(cells[0]?.some((cell) => typeof cell === 'object' && cell !== null && 'formula' in cell)).toBe(false)
})

test('nobody gets another’s', async () => {
  const { cells } = await write({ report: 'outbox' }, salem.id)
  expect(cells.map((line) => line[2])).toEqual(['R-48-6'])
})
