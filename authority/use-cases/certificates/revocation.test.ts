import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { listAudit } from '#authority/repositories/audit.ts'
import { findCertificate } from '#authority/repositories/certificates.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { listEvidenceLists } from '#authority/repositories/evidence-lists.ts'
import { listMail } from '#authority/repositories/mail.ts'
import { getRegisterKey } from '#authority/repositories/register-keys.ts'
import { inTransaction } from '#authority/repositories/transaction.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld, type World } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { pullChanges } from '#authority/use-cases/sync/pull-changes.ts'
import { pushCommands } from '#authority/use-cases/sync/push-commands.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { acceptList, openEvidence } from '#shared/domain/certificates/evidence.ts'
import { testLimits, testPorts } from '#shared/domain/certificates/test-issuer.ts'
import { trustListUri } from '#shared/domain/certificates/trust-list.ts'
import { verifyCode } from '#shared/domain/certificates/verify-code.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Command, RevokeArgs } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { issueCertificate } from './issue-certificate.ts'
import { refreshLists, signStatusList } from './sign-lists.ts'

await describeOnBoth('certificates at the authority', (backend) => {
  let world: World
  let certificate: Certificate

  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
    await refreshLists(world.context)
    certificate = await issue()
  })

  const now = () => isoInstant(world.context.clock.now())
  const issue = (expiresOn: string | null = '2027-11-22') =>
    inTransaction(world.context.db, (trx) =>
      issueCertificate(world.context, trx, {
        member: world.member,
        kind: 'registration',
        expiresOn,
        actor: 'system',
        at: now(),
      }),
    )
  const anchor = () => getRegisterKey(world.context.db, 'anchor')
  const evidence = async () =>
    openEvidence({ anchor: await anchor(), lists: await listEvidenceLists(world.context.db) }, testPorts)
  const verify = async (code = certificate.code) =>
    verifyCode(
      {
        code,
        profile: 'mumaris',
        clock: { now: now(), trusted: true },
        evidence: await evidence(),
        limits: testLimits,
      },
      testPorts,
    )
  const revoke = (
    actor: string,
    step: RevokeArgs['step'],
    over: Partial<RevokeArgs> & { base?: { version: number } | { after: string } } = {},
  ): Command => {
    const { base = { version: step === 'propose' ? 1 : 2 }, ...args } = over
    return world.desk.act(actor, {
      kind: 'certificate.revoke',
      args: {
        certificateId: certificate.id,
        memberId: certificate.memberId,
        step,
        reason: step === 'decline' ? '' : 'REV-ETHICS',
        remarks: '',
        seen: { state: 'in-force' },
        ...args,
      },
      base,
    })
  }
  const push = (...commands: Command[]) =>
    pushCommands(world.context, world.session, { protocol: 1, device: 'desk-1', items: pushItems(...commands) })
  const pushOne = async (command: Command): Promise<Receipt> => {
    const { receipts, stop } = await push(command)
    expect(stop).toBeNull()
    if (!receipts[0]) throw new Error('no receipt')
    return receipts[0]
  }

  test('an issued certificate is valid at once, in the feed and the audit, and numbers go on', async () => {
    expect(certificate).toMatchObject({
      number: '26-C-0000001',
      state: 'in-force',
      status: { uri: 'urn:mumaris:status:1', index: 0 },
      nameAr: 'فهد ناصر سعد القحطاني',
      issuedOn: '2026-11-22',
    })
    expect(await findCertificate(world.context.db, certificate.id)).toEqual(certificate)
    expect(await verify()).toMatchObject({
      verdict: 'valid',
      facts: { number: '26-C-0000001', issuer: 'plus.example.sa' },
    })
    expect(await issue(null)).toMatchObject({ number: '26-C-0000002', status: { index: 1 }, expiresOn: null })
    const page = await pullChanges(world.context, world.session, { scope: 'directory', limit: 100 })
    expect(page.totals).toMatchObject({ certificates: 2, evidence_lists: 2 })
    expect(page.changes.find(({ id }) => id === certificate.id)?.row).toEqual(certificate)
    expect((await listAudit(world.context.db, `certificate:${certificate.id}`)).map(({ action }) => action)).toEqual([
      'certificate-issued',
    ])
  })

  test('two people revoke: state, people, list, letter, audit, and the code says so', async () => {
    const before = await listEvidenceLists(world.context.db)
    world.context.clock.advance(60_000)
    const first = revoke('noura', 'propose')
    const second = revoke('huda', 'confirm', { base: { after: first.id } })
    const { receipts } = await push(first, second)
    expect(receipts).toMatchObject([
      { outcome: 'applied', changed: [{ table: 'certificates', id: certificate.id, version: 2 }] },
      { outcome: 'applied', rebased: false, changed: [{ table: 'certificates', id: certificate.id, version: 3 }] },
    ])
    const { db } = world.context
    expect(await findCertificate(db, certificate.id)).toMatchObject({
      state: 'revoked',
      version: 3,
      proposal: null,
      steps: [
        { step: 'propose', by: 'noura', reason: 'REV-ETHICS', commandId: first.id },
        { step: 'confirm', by: 'huda', reason: 'REV-ETHICS', commandId: second.id },
      ],
    })
    expect(await verify()).toMatchObject({ verdict: 'revoked', reason: 'status-revoked' })
    const { rows } = await sql`select proposer, confirmer, declined from revocations`.execute(db)
    expect(rows).toEqual([{ proposer: 'noura', confirmer: 'huda', declined: false }])

    const [trustList, status] = await listEvidenceLists(db)
    const oldStatus = before.find(({ kind }) => kind === 'status-list')
    if (!status || !trustList || !oldStatus) throw new Error('a list is missing')
    const place = { anchor: await anchor(), trustList }
    expect(acceptList({ stored: oldStatus, arriving: status, ...place }, testPorts)).toMatchObject({ accepted: true })
    expect(acceptList({ stored: status, arriving: oldStatus, ...place }, testPorts)).toEqual({
      accepted: false,
      reason: 'older-version',
    })
    const [letter] = await listMail(db)
    expect(letter).toMatchObject({ template: 'certificate-revoked', toAddress: world.member.email, requestId: null })
    expect(letter?.bodyAr).toContain('مخالفة أخلاقيات المهنة')
    expect(letter?.bodyEn).toContain('Breach of professional ethics')
    expect((await listAudit(db, `certificate:${certificate.id}`)).map(({ actor, action }) => [actor, action])).toEqual([
      ['system', 'certificate-issued'],
      ['noura', 'revocation-propose'],
      ['huda', 'revocation-confirm'],
    ])
    expect(
      await pushOne(revoke('noura', 'propose', { base: { version: 3 }, seen: { state: 'revoked' } })),
    ).toMatchObject({
      code: 'certificates/action-not-allowed',
      detail: { reason: 'revoked' },
    })
  })

  test('a declined proposal changes nothing, and it may be proposed again', async () => {
    await pushOne(revoke('noura', 'propose'))
    expect(await pushOne(revoke('salem', 'decline'))).toMatchObject({ outcome: 'applied' })
    expect(await findCertificate(world.context.db, certificate.id)).toMatchObject({ state: 'in-force', proposal: null })
    expect(await verify()).toMatchObject({ verdict: 'valid' })
    expect(await listMail(world.context.db)).toEqual([])
    expect(await pushOne(revoke('noura', 'propose', { base: { version: 3 } }))).toMatchObject({ outcome: 'applied' })
  })

  test('nobody confirms alone: refused, and the database forbids it too', async () => {
    await pushOne(revoke('salem', 'propose'))
    expect(await pushOne(revoke('salem', 'confirm'))).toMatchObject({
      outcome: 'refused',
      code: 'certificates/action-not-allowed',
      detail: { reason: 'same-person' },
      current: { certificate: { id: certificate.id, version: 2 } },
    })
    const { db } = world.context
    await expect(sql`update revocations set confirmer = proposer`.execute(db)).rejects.toThrow(/revocations_four_eyes/)
    await expect(sql`update certificates set state = 'revoked'`.execute(db)).rejects.toThrow(/four eyes/)
  })

  test('roles of now count: clerks confirm nothing, auditors and administrators propose nothing', async () => {
    const { db } = world.context
    await pushOne(revoke('noura', 'propose'))
    await saveClerk(db, buildClerk({ id: 'huda', role: 'clerk', version: 2 }))
    expect(await pushOne(revoke('huda', 'confirm'))).toMatchObject({ detail: { reason: 'role' } })
    await pushOne(revoke('salem', 'decline'))
    for (const role of ['auditor', 'administrator'] as const) {
      await saveClerk(db, buildClerk({ id: 'huda', role, version: 3 }))
      const receipt = await pushOne(revoke('huda', 'propose', { base: { version: 3 } }))
      expect(receipt).toMatchObject({ outcome: 'refused', detail: { reason: 'role' } })
      // The row stands in the directory, which every desk holds.
      expect(receipt.current).toMatchObject({ certificate: { state: 'in-force' } })
    }
    await saveClerk(db, buildClerk({ id: 'huda', role: 'supervisor', active: false, version: 4 }))
    expect(await pushOne(revoke('huda', 'propose', { base: { version: 3 } }))).toMatchObject({
      code: 'permission/denied',
    })
  })

  test('a second person decides on the proposal that they saw', async () => {
    await pushOne(revoke('noura', 'propose'))
    await pushOne(revoke('salem', 'decline'))
    await pushOne(revoke('noura', 'propose', { reason: 'REV-DUTIES', base: { version: 3 } }))
    // Huda saw the first proposal, on version 2.
    expect(await pushOne(revoke('huda', 'confirm'))).toMatchObject({
      outcome: 'refused',
      code: 'sync/conflict',
      detail: { reason: 'already-decided' },
    })
    expect(await pushOne(revoke('noura', 'propose'))).toMatchObject({ code: 'sync/conflict' })
    expect(await pushOne(revoke('huda', 'confirm', { base: { version: 4 }, reason: 'REV-DUTIES' }))).toMatchObject({
      outcome: 'applied',
    })
  })

  test('words are needed and looked at', async () => {
    const code = async (over: Partial<RevokeArgs>) => (await pushOne(revoke('noura', 'propose', over))).code
    expect(await code({ reason: '' })).toBe('certificates/reason-required')
    expect(await code({ reason: 'REV-WHIM' })).toBe('input/invalid')
    expect(await code({ remarks: '\u0000' })).toBe('input/invalid')
    expect(await code({ memberId: 'member-9' })).toBe('record/not-found')
    expect(await code({ certificateId: 'certificate-9' })).toBe('record/not-found')
    expect(await code({ seen: { state: 'suspended' } })).toBe('sync/conflict')
    expect((await findCertificate(world.context.db, certificate.id))?.version).toBe(1)
  })

  test('what builds on a refused step is refused, on one that has not come waits', async () => {
    const first = revoke('noura', 'propose', { reason: '' })
    const { receipts } = await push(first, revoke('huda', 'confirm', { base: { after: first.id } }))
    expect(receipts[1]).toMatchObject({ outcome: 'refused', code: 'sync/dependency' })
    const waiting = await push(revoke('huda', 'confirm', { base: { after: 'not-there' } }))
    expect(waiting.stop).toMatchObject({ code: 'sync/dependency-pending' })
  })

  test('lists are signed again: a later time, the same version and content; a change grows the version', async () => {
    const { db, clock } = world.context
    const signed = async () => new Map((await listEvidenceLists(db)).map((list) => [list.uri, list]))
    const first = await signed()
    clock.advance(30 * 60_000)
    await refreshLists(world.context)
    const second = await signed()
    const trustList = second.get(trustListUri) ?? null
    for (const [uri, list] of second) {
      const stored = first.get(uri) ?? null
      expect(list.version).toBe((stored?.version ?? 0) + 1)
      const at = { anchor: await anchor(), trustList }
      const accepted = acceptList({ ...at, stored, arriving: list }, testPorts)
      const before = acceptList({ ...at, stored: null, arriving: stored ?? list }, testPorts)
      expect(accepted).toMatchObject({ accepted: true, signedAt: '2026-11-22T07:30:00.000Z' })
      expect(before).toMatchObject({ accepted: true, signedAt: '2026-11-22T07:00:00.000Z' })
      expect(accepted.accepted && before.accepted && accepted.version === before.version).toBe(true)
    }
    clock.advance(1000)
    const grown = await inTransaction(db, (trx) => signStatusList(trx, 'urn:mumaris:status:1', now(), true))
    const place = { anchor: await anchor(), trustList, stored: second.get('urn:mumaris:status:1') ?? null }
    const versionOf = (list: typeof grown) => {
      const accepted = acceptList({ ...place, arriving: list }, testPorts)
      return accepted.accepted ? accepted.version : 0
    }
    expect(versionOf(grown)).toBe(Math.floor(clock.now() / 1000))
  })

  test('a list is opened when the numbers reach it', async () => {
    const { db } = world.context
    await sql`select setval('certificate_numbers', ${2 ** 18})`.execute(db)
    const next = await issue()
    expect(next.status).toEqual({ uri: 'urn:mumaris:status:2', index: 0 })
    expect((await listEvidenceLists(db)).map(({ uri }) => uri)).toEqual([
      trustListUri,
      'urn:mumaris:status:1',
      'urn:mumaris:status:2',
    ])
    expect(await verify(next.code)).toMatchObject({ verdict: 'valid' })
    await refreshLists(world.context)
    expect(await listEvidenceLists(db)).toHaveLength(3)
  })

  test('two revocations at once are both in the list', async () => {
    const other = await issue()
    const both = [certificate, other]
    for (const row of both) await pushOne(revoke('noura', 'propose', { certificateId: row.id }))
    const clerks = ['huda', 'salem']
    const commands = both.map((row, i) => revoke(clerks[i] ?? '', 'confirm', { certificateId: row.id }))
    const answers = await Promise.all(commands.map((command) => pushOne(command)))
    expect(answers.map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    for (const row of both) expect(await verify(row.code)).toMatchObject({ verdict: 'revoked' })
  })
})
