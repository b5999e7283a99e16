import { beforeEach, expect, test } from 'vitest'
import { listAudit } from '#authority/repositories/audit.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { listMail, type StoredMail } from '#authority/repositories/mail.ts'
import { findMember, insertMember, updateMember } from '#authority/repositories/members.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { EmailChangeInput } from '#shared/protocol/portal.ts'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import { getDocument } from '../documents/get-document.ts'
import { pushCommands } from '../sync/push-commands.ts'
import { enterCode, resubmitEmailChange, sendCodeAgain, submitEmailChange } from './email-change.ts'

const pdf = Buffer.from('%PDF-1.7 a letter').toString('base64')
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]).toString('base64')

await describeOnBoth('portal', (backend) => {
  let world: World
  const salma = buildMember({
    id: 'salma',
    membershipNo: '20555001',
    idNo: '1000000008',
    email: 'salma@old.example',
    city: 'jeddah',
    gender: 'f',
  })
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
    await insertMember(backend.database.db, salma)
  })

  const input = (over: Partial<EmailChangeInput> = {}): EmailChangeInput => ({
    membershipNo: salma.membershipNo,
    idNo: salma.idNo,
    newEmail: 'Salma.New@Example.com ',
    newEmailAgain: 'salma.new@example.com',
    documents: [],
    ...over,
  })
  const letters = async (): Promise<StoredMail[]> => (await listMail(world.context.db)).reverse()
  const codeOf = (letter: StoredMail | undefined): string => /\u2068(\d{6})\u2069/.exec(letter?.bodyEn ?? '')?.[1] ?? ''
  const requestOf = async (number: string): Promise<Request> => {
    const { rows } = {
      rows: await backend.database.db.selectFrom('requests').select('id').where('number', '=', number).execute(),
    }
    const request = await findRequest(backend.database.db, rows[0]?.id ?? '')
    if (!request) throw new Error(`no request ${number}`)
    return request
  }

  test('a submission enters the queue of the member’s branch with its proof still open', async () => {
    const output = await submitEmailChange(world.context, input())
    expect(output).toEqual({ number: 'R-48-000001', state: 'submitted' })
    const request = await requestOf(output.number)
    expect(request).toMatchObject({
      kind: 'email-change',
      risk: 'high',
      memberId: 'salma',
      branch: 'jeddah',
      submittedAt: '2026-11-22T07:00:00.000Z',
      // Sunday; two business days.
      dueAt: '2026-11-24T12:00:00.000Z',
      baseVersion: 1,
      base: { email: 'salma@old.example' },
      proposed: { email: 'salma.new@example.com' },
      addressProof: { codeEnteredAt: null },
      rulesAtSubmission: [{ id: 'EM-01', outcome: 'met' }, { id: 'EM-02', outcome: 'not-met' }, {}, {}, {}],
    })
    expect(request.revisionHash).toMatch(/^[0-9a-f]{64}$/)
    const { rows } = {
      rows: await backend.database.db.selectFrom('feed').selectAll().where('rowId', '=', request.id).execute(),
    }
    expect(rows).toMatchObject([{ scope: 'branch:jeddah', tableName: 'requests', version: 1 }])
  })

  test('the code goes to the new address alone, the notice to the old one without the new address', async () => {
    const { number } = await submitEmailChange(world.context, input())
    const [old, code] = await letters()
    expect(old).toMatchObject({
      template: 'email-change-requested',
      toAddress: 'salma@old.example',
      requestNumber: number,
    })
    expect(code).toMatchObject({ template: 'verification-code', toAddress: 'salma.new@example.com' })
    expect(codeOf(code)).toMatch(/^\d{6}$/)
    const told = JSON.stringify(old)
    expect(told).not.toContain('salma.new@')
    expect(told).toContain('s•••@example.com')
    expect(told).not.toContain(codeOf(code))
    for (const letter of [old, code]) expect(JSON.stringify(letter)).not.toContain(salma.idNo)
    expect(old?.bodyAr).toContain('المكرمة')
  })

  test('the code proves the address, once, in any digits', async () => {
    const { number } = await submitEmailChange(world.context, input())
    const code = codeOf((await letters())[1])
    const arabic = code.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))
    const before = await requestOf(number)
    expect(await enterCode(world.context, number, arabic)).toEqual({ number, state: 'submitted' })
    const after = await requestOf(number)
    expect(after).toMatchObject({
      version: 2,
      revisionHash: before.revisionHash,
      addressProof: { codeEnteredAt: '2026-11-22T07:00:00.000Z' },
      events: [{ kind: 'submitted' }, { kind: 'code-entered', by: 'member' }],
    })
    await expect(enterCode(world.context, number, code)).rejects.toMatchObject({ code: 'portal/code-wrong' })
  })

  test('wrong codes count, old codes end, and another code makes it good again', async () => {
    const { number } = await submitEmailChange(world.context, input())
    const code = codeOf((await letters())[1])
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(enterCode(world.context, number, wrong)).rejects.toMatchObject({ code: 'portal/code-wrong' })
    }
    await expect(enterCode(world.context, number, code)).rejects.toMatchObject({ code: 'portal/code-wrong' })
    await sendCodeAgain(world.context, number, salma)
    const second = codeOf((await letters()).at(-1))
    world.context.clock.advance(10 * 60_000 + 1)
    await expect(enterCode(world.context, number, second)).rejects.toMatchObject({ code: 'portal/code-wrong' })
    await sendCodeAgain(world.context, number, salma)
    await enterCode(world.context, number, codeOf((await letters()).at(-1)))
    expect((await letters()).filter(({ template }) => template === 'email-change-requested')).toHaveLength(1)
    await expect(sendCodeAgain(world.context, number, salma)).rejects.toMatchObject({
      code: 'requests/action-not-allowed',
    })
    await expect(enterCode(world.context, 'R-48-999999', code)).rejects.toMatchObject({ code: 'portal/code-wrong' })
  })

  test.each([
    ['another ID', { idNo: '1000000016' }, 'portal/proof-failed'],
    ['an unknown number', { membershipNo: '1' }, 'portal/proof-failed'],
    ['addresses that differ', { newEmailAgain: 'other@example.com' }, 'input/invalid'],
    ['no address', { newEmail: 'x', newEmailAgain: 'x' }, 'input/invalid'],
    ['the same address', { newEmail: 'SALMA@old.example', newEmailAgain: 'salma@old.example' }, 'input/invalid'],
    [
      'an address in use',
      { newEmail: 'FAHAD_nq88@hotmail.com', newEmailAgain: 'fahad_nq88@hotmail.com' },
      'portal/address-in-use',
    ],
  ])('%s is refused and leaves nothing behind', async (_, over, code) => {
    await expect(submitEmailChange(world.context, input(over))).rejects.toMatchObject({ code })
    expect(await letters()).toEqual([])
    expect(await listAudit(world.context.db, 'request:new-000001')).toEqual([])
  })

  test('a member whose file has ended, and a second request, are refused', async () => {
    await submitEmailChange(world.context, input())
    const twice = submitEmailChange(world.context, input({ newEmail: 'b@example.com', newEmailAgain: 'b@example.com' }))
    await expect(twice).rejects.toMatchObject({ code: 'portal/already-open' })
    await updateMember(world.context.db, { ...salma, state: 'revoked' })
    await expect(submitEmailChange(world.context, input())).rejects.toMatchObject({ code: 'portal/proof-failed' })
  })

  test('two submissions at the same moment become one request', async () => {
    const answers = await Promise.allSettled([1, 2, 3].map(() => submitEmailChange(world.context, input())))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'portal/already-open' })
    }
  })

  test('documents are looked at, kept once by their hash, and read only by who may see a request with them', async () => {
    const document = {
      kind: 'employer-letter' as const,
      mediaType: 'application/pdf' as const,
      fileName: '../خطاب\u0000.pdf',
      base64: pdf,
    }
    const refused = (over: Partial<typeof document> & { mediaType?: 'application/pdf' }) =>
      submitEmailChange(world.context, input({ documents: [{ ...document, ...over }] }))
    await expect(refused({ base64: png })).rejects.toMatchObject({ code: 'input/invalid' })
    await expect(refused({ base64: 'not base64!' })).rejects.toMatchObject({ code: 'input/invalid' })
    await expect(refused({ base64: '' })).rejects.toMatchObject({ code: 'input/invalid' })
    const large = Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(5 * 1024 * 1024)]).toString('base64')
    await expect(refused({ base64: large })).rejects.toMatchObject({ code: 'channel/too-large' })

    const { number } = await submitEmailChange(world.context, input({ documents: [document, document] }))
    const [evidence] = (await requestOf(number)).evidence
    expect(evidence).toMatchObject({ fileName: '.._خطاب_.pdf', size: 17, proves: { field: 'email', region: null } })
    const read = (over: Parameters<typeof buildClerk>[0]) =>
      getDocument(world.context, { clerk: buildClerk(over), device: 'd' }, evidence?.hash ?? '')
    const { bytes, mediaType } = await read({ branch: 'jeddah' })
    expect(Buffer.from(bytes).toString()).toBe('%PDF-1.7 a letter')
    expect(mediaType).toBe('application/pdf')
    expect((await read({ role: 'auditor' })).size).toBe(17)
    await expect(read({ branch: 'riyadh' })).rejects.toMatchObject({ code: 'record/not-found' })
    await expect(read({ branch: 'jeddah', role: 'administrator' })).rejects.toMatchObject({ code: 'record/not-found' })
    await updateMember(world.context.db, { ...salma, photo: evidence?.hash ?? null })
    expect((await read({ branch: 'hail' })).size).toBe(17)
  })

  test('from submission to effect: returned, completed, proven, approved by two, letters at every step', async () => {
    const { context, desk } = world
    const jeddah = {
      clerk: buildClerk({ id: 'j-clerk', branch: 'jeddah' }),
      boss: buildClerk({ id: 'j-boss', branch: 'jeddah', role: 'supervisor' }),
    }
    const { number } = await submitEmailChange(context, input())
    for (const clerk of [jeddah.clerk, jeddah.boss]) {
      await saveClerk(context.db, clerk)
      await context.db
        .insertInto('deviceKeys')
        .values({
          device: desk.device,
          clerkId: clerk.id,
          publicKey: desk.enrol(clerk.id),
          enrolledAt: '2026-11-22T06:00:00.000Z',
        })
        .execute()
    }
    const session = { clerk: jeddah.clerk, device: desk.device }
    const push = async (...commands: Parameters<typeof pushItems>) =>
      (await pushCommands(context, session, { protocol: 1, device: desk.device, items: pushItems(...commands) }))
        .receipts

    const before = await requestOf(number)
    const early = desk.decide({ clerk: jeddah.clerk, request: before, member: salma })
    expect(await push(early)).toMatchObject([{ outcome: 'refused', detail: { rule: 'EM-02' } }])
    const back = desk.decide({
      clerk: jeddah.clerk,
      request: before,
      member: salma,
      decision: 'return',
      reasons: ['RTN-OWNERSHIP-NOT-PROVEN'],
    })
    expect(await push(back)).toMatchObject([{ outcome: 'applied' }])

    await expect(resubmitEmailChange(context, 'R-48-018204', input())).rejects.toMatchObject({
      code: 'record/not-found',
    })
    context.clock.advance(3_600_000)
    const changed = input({ newEmail: 'salma2@example.com', newEmailAgain: 'salma2@example.com' })
    expect(await resubmitEmailChange(context, number, changed)).toEqual({ number, state: 'resubmitted' })
    await expect(resubmitEmailChange(context, number, changed)).rejects.toMatchObject({
      code: 'requests/action-not-allowed',
    })
    const again = await requestOf(number)
    expect(again).toMatchObject({
      state: 'resubmitted',
      version: 3,
      pausedAt: null,
      dueAt: '2026-11-24T12:00:00.000Z',
      base: before.base,
    })
    expect(again.revisionHash).not.toBe(before.revisionHash)
    const stale = desk.decide({ clerk: jeddah.clerk, request: again, member: salma, revisionHash: before.revisionHash })
    expect(await push(stale)).toMatchObject([{ code: 'requests/revision-changed' }])

    await enterCode(context, number, codeOf((await letters()).at(-1)))
    const ready = await requestOf(number)
    const first = desk.decide({ clerk: jeddah.clerk, request: ready, member: salma })
    const second = desk.decide({
      clerk: jeddah.boss,
      request: ready,
      member: salma,
      step: 'confirm',
      base: { after: first.id },
    })
    expect((await push(first, second)).map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    expect(await findMember(context.db, 'salma')).toMatchObject({ email: 'salma2@example.com', version: 2 })
    expect((await letters()).map(({ template, toAddress }) => [template, toAddress])).toEqual([
      ['email-change-requested', 'salma@old.example'],
      ['verification-code', 'salma.new@example.com'],
      ['request-returned', 'salma@old.example'],
      ['email-change-requested', 'salma@old.example'],
      ['verification-code', 'salma2@example.com'],
      ['email-changed-old-address', 'salma@old.example'],
      ['email-changed-new-address', 'salma2@example.com'],
    ])
  })
})
