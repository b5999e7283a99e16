import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { Verdict } from '#shared/domain/certificates/certificate.ts'
import { type Machine, realMachine } from './machine.ts'
import { TestDeskCore, type TestDeskOptions } from './test-desk.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

const Special = z.object({
  certificates: z.array(z.object({ verdict: Verdict, number: z.string(), code: z.string().nullable() })),
})
type SpecialCertificate = z.infer<typeof Special>['certificates'][number]

const clerk = { id: 'riyadh-clerk-1' }
const supervisor = { id: 'riyadh-supervisor-1' }
const otherSupervisor = { id: 'riyadh-supervisor-2' }
const day = 86_400_000

let authority: TestAuthority
let special: SpecialCertificate[]
const desks: TestDeskCore[] = []

beforeAll(async () => {
  authority = await startAuthority({ members: 60 })
  const answer = await fetch(`${authority.url}/v1/demo/certificates`)
  special = Special.parse(await answer.json()).certificates
})
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.end()
})
afterAll(() => authority.close())

/** A desk that has pulled everything and lost the line. */
async function offlineDesk(options: TestDeskOptions = {}): Promise<TestDeskCore> {
  const desk = new TestDeskCore(authority.url, options)
  desks.push(desk)
  await desk.signIn(clerk)
  await desk.ask('sync.now', {})
  await desk.ask('sync.setLine', { connected: false })
  return desk
}

function getSpecial(verdict: Verdict): SpecialCertificate {
  const found = special.find((certificate) => certificate.verdict === verdict)
  if (!found) throw new Error(`No certificate for ${verdict}`)
  return found
}

const reasons: Record<Verdict, string> = {
  valid: 'in-force',
  expired: 'past-expiry',
  suspended: 'status-suspended',
  revoked: 'status-revoked',
  altered: 'signature-wrong',
  'unknown-issuer': 'key-unknown',
  'not-found': 'number-unknown',
  'cannot-tell': 'status-list-missing',
}

describe('verification without a line', () => {
  test('finds the verdict of each demo certificate, and keeps it in the log', async () => {
    const desk = await offlineDesk()
    expect(new Set(special.map(({ verdict }) => verdict))).toEqual(new Set(Verdict.options))
    for (const { verdict, number, code } of special) {
      const answer = await desk.ask('certificates.verify', code === null ? { number } : { code })
      expect([answer.verdict, answer.reason]).toEqual([verdict, reasons[verdict]])
      expect(await desk.ask('certificates.verification', { id: answer.id })).toEqual(answer)
    }
    const { rows, total, clerks } = await desk.ask('certificates.verifications', {})
    expect(rows.map(({ verdict }) => verdict)).toEqual(special.map(({ verdict }) => verdict).reverse())
    expect(total).toBe(special.length)
    expect(clerks[clerk.id]?.nameAr).toMatch(/\S/)
    await vi.waitFor(() =>
      expect(desk.events).toContainEqual({
        name: 'data-changed',
        payload: { tables: expect.arrayContaining(['verifications']) },
      }),
    )
  })

  test('takes a number in any digits, with its certificate, its member, and the age of what it rests on', async () => {
    const desk = await offlineDesk()
    const { number } = getSpecial('valid')
    const typed = number.replace(/-/g, '').replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')
    const answer = await desk.ask('certificates.verify', { number: typed })
    expect(answer).toMatchObject({
      verdict: 'valid',
      by: 'number',
      facts: { number },
      proofs: { signature: 'met', issuer: 'met', status: 'met', clock: 'met' },
      statusList: { limitSeconds: 72 * 3600 },
      trustList: { limitSeconds: 30 * 24 * 3600 },
      clerkId: clerk.id,
    })
    expect(answer.statusList.ageSeconds).toBeGreaterThanOrEqual(0)
    const memberId = answer.certificate?.memberId ?? ''
    expect((await desk.ask('certificates.verifications', { memberId })).rows).toHaveLength(1)
    const { verifications } = await desk.ask('certificates.get', { id: answer.certificate?.id ?? '' })
    expect(verifications.map(({ id }) => id)).toEqual([answer.id])
  })

  test('old evidence proves nothing good, and what is bad stays bad', async () => {
    const young = await offlineDesk()
    const verify = async (desk: TestDeskCore, verdict: Verdict) => {
      const answer = await desk.ask('certificates.verify', { code: getSpecial(verdict).code ?? '' })
      return [answer.verdict, answer.reason]
    }
    const ahead = await young.reopen({ clockOffset: 4 * day })
    desks.push(ahead)
    expect(await verify(ahead, 'valid')).toEqual(['cannot-tell', 'status-list-stale'])
    expect(await verify(ahead, 'revoked')).toEqual(['revoked', 'status-revoked'])
    expect(await verify(ahead, 'expired')).toEqual(['expired', 'past-expiry'])
    const unknown = await ahead.ask('certificates.verify', { number: getSpecial('not-found').number })
    expect([unknown.verdict, unknown.reason]).toEqual(['cannot-tell', 'register-not-complete'])
  })

  test('a clock that is set back makes nothing valid', async () => {
    const young = await offlineDesk()
    const back = await young.reopen({ clockOffset: -2 * day })
    desks.push(back)
    const valid = await back.ask('certificates.verify', { code: getSpecial('valid').code ?? '' })
    expect(valid).toMatchObject({ verdict: 'cannot-tell', reason: 'clock-not-trusted', proofs: { clock: 'failed' } })
    const expired = await back.ask('certificates.verify', { code: getSpecial('expired').code ?? '' })
    expect(expired.verdict).toBe('expired')
  })

  test('ten years ahead or back, running or closed: nothing that has expired is valid, and only the authority makes good again', async () => {
    const { code } = getSpecial('valid')
    const verdicts = async (desk: TestDeskCore) => {
      const asked = [code ?? '', getSpecial('expired').code ?? '']
      return Promise.all(asked.map(async (text) => (await desk.ask('certificates.verify', { code: text })).verdict))
    }
    // The machine's clock is set while the desk runs; time that only grows does not move with it.
    let set = 0
    const machine = (): Machine => {
      const real = realMachine(0)
      return { ...real, wall: { now: () => real.wall.now() + set } }
    }
    let desk = await offlineDesk({ machine: machine() })
    expect(await verdicts(desk)).toEqual(['valid', 'expired'])
    const reopen = async (years: number) => {
      await desk.close()
      set = years * 365 * day
      desk = await desk.reopen({ machine: machine() })
      desks.push(desk)
      await desk.ask('sync.setLine', { connected: false })
    }
    // Back while it runs: nothing is proven until the writer has looked at time that only grows, by which it goes on.
    set = -3650 * day
    expect(await verdicts(desk)).toEqual(['cannot-tell', 'expired'])
    await desk.ask('sync.setLine', { connected: false })
    expect(await verdicts(desk)).toEqual(['valid', 'expired'])
    // Back while it was closed: nobody knows how long that was.
    await reopen(-20)
    expect(await verdicts(desk)).toEqual(['cannot-tell', 'expired'])
    // Ahead, by which it has expired; and back again, running and closed.
    await reopen(10)
    expect(await verdicts(desk)).toEqual(['expired', 'expired'])
    set = 0
    expect(await verdicts(desk)).toEqual(['expired', 'expired'])
    await desk.ask('sync.setLine', { connected: false })
    expect(await verdicts(desk)).toEqual(['expired', 'expired'])
    for (const years of [0, -10, 0]) {
      await reopen(years)
      expect((await verdicts(desk)).includes('valid')).toBe(false)
    }
    await desk.ask('sync.setLine', { connected: true })
    await desk.ask('sync.now', {})
    expect(await verdicts(desk)).toEqual(['valid', 'expired'])
  })

  test('a desk that has not pulled yet cannot tell', async () => {
    const desk = new TestDeskCore(authority.url)
    desks.push(desk)
    await desk.signIn(clerk)
    const unknown = await desk.ask('certificates.verify', { number: getSpecial('valid').number })
    expect(unknown).toMatchObject({ verdict: 'cannot-tell', reason: 'register-not-complete', certificate: null })
    const code = await desk.ask('certificates.verify', { code: getSpecial('valid').code ?? '' })
    expect([code.verdict, code.reason]).toEqual(['cannot-tell', 'trust-list-missing'])
  })

  test('other keys and another moment come as parameters, and the register has no say then', async () => {
    const desk = await offlineDesk()
    const { code } = getSpecial('valid')
    const expired = { code: getSpecial('expired').code ?? '' }
    const { facts } = await desk.ask('certificates.verify', expired)
    const then = { ...expired, at: `${facts?.issuedOn}T20:00:00.000Z` }
    expect((await desk.ask('certificates.verify', then)).verdict).toBe('valid')
    const stranger = await desk.ask('certificates.verify', { code: code ?? '', trust: [] })
    expect([stranger.verdict, stranger.certificate]).toEqual(['unknown-issuer', null])
    const foreign = await desk.ask('certificates.verify', { code: code ?? '', profile: 'eu-dcc' })
    expect([foreign.verdict, foreign.reason]).toEqual(['cannot-tell', 'code-malformed'])
  })
})

describe('the register', () => {
  test('lists by state, kind, number, name and membership; the states part it without a rest', async () => {
    const desk = await offlineDesk()
    const count = async (filters: object) => (await desk.ask('certificates.list', { filters })).total
    const all = await count({})
    expect(all).toBe(120)
    const states = ['in-force', 'expired', 'suspended', 'revoked'] as const
    const totals = await Promise.all(states.map((state) => count({ state })))
    expect(totals.reduce((sum: number, one) => sum + (one ?? 0), 0)).toBe(all)
    for (const total of totals) expect(total).toBeGreaterThan(0)

    const first = await desk.ask('certificates.list', { limit: 50 })
    const ids = first.rows.map(({ id }) => id)
    let after = first.after
    while (after !== null) {
      const page = await desk.ask('certificates.list', { limit: 50, after })
      ids.push(...page.rows.map(({ id }) => id))
      ;({ after } = page)
    }
    expect(new Set(ids).size).toBe(all)

    const [row] = first.rows
    if (!row) throw new Error('No certificate')
    const found = async (text: string) =>
      (await desk.ask('certificates.list', { filters: { text } })).rows.map(({ id }) => id)
    expect(await found(row.number)).toEqual([row.id])
    expect(await found(row.number.replace(/-/g, '').toLowerCase())).toEqual([row.id])
    expect(await found(row.membershipNo)).toContain(row.id)
    expect(await found(row.nameAr)).toContain(row.id)
    expect(await found(row.nameEn)).toContain(row.id)
    expect(await found('لا أحد بهذا الاسم')).toEqual([])
    const waiting = await desk.ask('certificates.list', { filters: { state: 'awaiting-second' } })
    expect(waiting.rows.every(({ awaitingSecond }) => awaitingSecond)).toBe(true)
    expect(waiting.total).toBeGreaterThan(0)
  })
})

describe('a revocation', () => {
  const reason = 'REV-ISSUED-IN-ERROR'

  test('needs two people, works without a line, and every desk and the status list know of it after', async () => {
    const desk = await offlineDesk()
    const { rows } = await desk.ask('certificates.list', { filters: { state: 'in-force' }, limit: 40 })
    const row = rows.find(({ awaitingSecond }) => !awaitingSecond)
    if (!row) throw new Error('No certificate to revoke')
    const { id } = row
    const { code } = (await desk.ask('certificates.get', { id })).certificate

    await expect(desk.ask('certificates.revoke', { id })).rejects.toThrow(/^certificates\/reason-required/)
    await expect(desk.ask('certificates.revoke', { id, step: 'confirm' })).rejects.toThrow(/^certificates\/action-not/)
    const undone = await desk.ask('certificates.revoke', { id, reason })
    expect(undone).toMatchObject({ step: 'propose', state: 'in-force', heldUntil: null })
    await desk.ask('sync.undo', { commandId: undone.commandId })
    expect((await desk.ask('certificates.get', { id })).certificate.proposal).toBeNull()

    await desk.ask('certificates.revoke', { id, reason, remarks: ' سر ' })
    const proposed = await desk.ask('certificates.get', { id })
    expect(proposed.certificate).toMatchObject({ proposal: { reason, remarks: 'سر', by: clerk.id } })
    expect(proposed.pending).toMatchObject([{ step: 'propose', state: 'waiting', canUndo: true }])
    expect(proposed.actions.map(({ step, refusal }) => [step, refusal])).toEqual([
      ['propose', 'pending'],
      ['confirm', 'role'],
      ['decline', 'role'],
    ])
    const waiting = await desk.ask('certificates.list', { filters: { state: 'awaiting-second', text: row.number } })
    expect(waiting.rows).toMatchObject([{ id, pending: true, awaitingSecond: true }])

    await desk.signIn(supervisor)
    expect((await desk.ask('certificates.get', { id })).certificate.proposal?.remarks).toBe('')
    expect(await desk.ask('certificates.revoke', { id })).toMatchObject({ step: 'confirm', state: 'revoked' })
    // What nobody but this device knows is no verdict yet.
    expect((await desk.ask('certificates.verify', { code })).verdict).toBe('valid')
    expect((await desk.ask('certificates.list', { filters: { state: 'revoked', text: row.number } })).total).toBe(1)

    await desk.ask('sync.setLine', { connected: true })
    await desk.ask('sync.now', {})
    const settled = await desk.ask('certificates.get', { id })
    expect(settled).toMatchObject({ certificate: { state: 'revoked', proposal: null }, pending: [] })
    expect(settled.certificate.steps.map(({ step, by }) => [step, by])).toEqual([
      ['propose', clerk.id],
      ['confirm', supervisor.id],
    ])
    expect(await desk.ask('certificates.verify', { code })).toMatchObject({
      verdict: 'revoked',
      proofs: { status: 'failed' },
    })

    const second = await offlineDesk()
    expect((await second.ask('certificates.verify', { code })).verdict).toBe('revoked')
    expect((await second.ask('certificates.verify', { number: row.number })).verdict).toBe('revoked')
  })

  test('two desks: who declines too late is refused, and the screen says why', async () => {
    const [desk, other] = [await offlineDesk(), await offlineDesk()]
    const { rows } = await desk.ask('certificates.list', { filters: { state: 'in-force' }, limit: 40 })
    const row = rows.find(({ awaitingSecond }) => !awaitingSecond)
    if (!row) throw new Error('No certificate to revoke')
    const { id } = row
    const online = async (at: TestDeskCore) => {
      await at.ask('sync.setLine', { connected: true })
      await at.ask('sync.now', {})
    }
    await desk.ask('certificates.revoke', { id, reason })
    await online(desk)
    await online(other)
    await other.ask('sync.setLine', { connected: false })
    await desk.ask('sync.setLine', { connected: false })
    await other.signIn(otherSupervisor)
    await other.ask('certificates.revoke', { id, step: 'decline' })
    await desk.signIn(supervisor)
    await desk.ask('certificates.revoke', { id, step: 'confirm' })
    await online(desk)
    await online(other)
    const [item] = await other.outbox()
    expect(item).toMatchObject({ state: 'refused', cause: 'sync/conflict' })
    const now = await other.ask('certificates.get', { id })
    expect(now.certificate.state).toBe('revoked')
    expect(now.pending).toMatchObject([{ step: 'decline', state: 'attention', canUndo: false }])
    expect(now.actions.every(({ refusal }) => refusal === 'revoked')).toBe(true)
  })
})
