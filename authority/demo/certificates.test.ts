import { beforeEach, describe, expect, test } from 'vitest'
import { Config } from '#authority/config.ts'
import { listEvidenceLists } from '#authority/repositories/evidence-lists.ts'
import { getRegisterKey } from '#authority/repositories/register-keys.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { refreshLists } from '#authority/use-cases/certificates/sign-lists.ts'
import { listSpecialCertificates } from '#authority/use-cases/demo/special-certificates.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import { Certificate, CertificateKind, Verdict } from '#shared/domain/certificates/certificate.ts'
import { openEvidence } from '#shared/domain/certificates/evidence.ts'
import { againstRegister } from '#shared/domain/certificates/register-check.ts'
import { testLimits, testPorts } from '#shared/domain/certificates/test-issuer.ts'
import { verifyCode } from '#shared/domain/certificates/verify-code.ts'
import { fixedClock } from '#shared/testing/builders.ts'
import { demoCertificatesOf, revocationOf } from './certificates.ts'
import { demoKey, demoKeys } from './demo-keys.ts'
import { fillDemo } from './fill.ts'
import { createRegister } from './members.ts'

const today = calendarDate('2026-11-22')
const clock = fixedClock()

describe('demo certificates', () => {
  const key = { name: 'issuer' as const, ...demoKey('1', 'issuer') }
  const { memberAt } = createRegister({ seed: '1', today })
  const made = Array.from({ length: 400 }, (_, index) =>
    demoCertificatesOf({ seed: '1', today, key }, memberAt(index), index),
  )
  const all = made.flat()

  test('are two for each member, whole, with their own numbers and places, of every kind', () => {
    expect(made.every((two) => two.length === 2)).toBe(true)
    expect(all.map((row) => Certificate.parse(row))).toEqual(all)
    for (const part of ['id', 'number', 'code'] as const) expect(new Set(all.map((row) => row[part])).size).toBe(800)
    expect(new Set(all.map(({ status }) => status.index)).size).toBe(800)
    expect([...new Set(all.map(({ kind }) => kind))].sort()).toEqual([...CertificateKind.options].sort())
    expect(all.filter(({ issuedOn }) => issuedOn > today)).toEqual([])
    expect(all.filter(({ issuedOn, expiresOn }) => expiresOn !== null && expiresOn <= issuedOn)).toEqual([])
  })

  test('follow their members: suspended, revoked by two, or in force', () => {
    for (const [index, two] of made.entries()) {
      const { state } = memberAt(index)
      const expected = state === 'suspended' || state === 'revoked' ? state : 'in-force'
      if (index > 2) expect(two.map((row) => row.state)).toEqual([expected, expected])
    }
    for (const row of all.filter(({ state }) => state === 'revoked')) {
      expect(row.steps.map(({ step }) => step)).toEqual(['propose', 'confirm'])
      const [people] = revocationOf(row)
      expect(people?.confirmer).not.toBe(people?.proposer)
    }
  })

  test('the first ones show each standing, whatever the seed', () => {
    for (const seed of ['1', '2', 'other']) {
      const register = createRegister({ seed, today })
      const of = (index: number) => demoCertificatesOf({ seed, today, key }, register.memberAt(index), index)
      const [valid, expired] = of(0)
      expect(valid).toMatchObject({ state: 'in-force', kind: 'registration', number: '25-C-0000001' })
      expect((expired?.expiresOn ?? '') < today).toBe(true)
      expect(of(1).map(({ state }) => state)).toEqual(['suspended', 'revoked'])
      expect(of(2)[0]).toMatchObject({ state: 'in-force', proposal: { by: 'riyadh-clerk-1' } })
    }
  })

  test('keys are the same for the same seed, and others for another', () => {
    expect(demoKeys('1')).toEqual(demoKeys('1'))
    const kids = ['1', '2'].flatMap((seed) => demoKeys(seed).map(({ kid }) => kid))
    expect(new Set(kids).size).toBe(8)
  })
})

await describeOnBoth('the demo register’s certificates', (backend) => {
  beforeEach(async () => {
    const { db } = backend.database
    await emptyDatabase(db)
    await db.deleteFrom('registerKeys').execute()
    await fillDemo(db, { members: 120, seed: '1', now: clock.now() })
    await refreshLists({ db, clock })
  })

  test('show every verdict', async () => {
    const { db } = backend.database
    const evidence = openEvidence(
      { anchor: await getRegisterKey(db, 'anchor'), lists: await listEvidenceLists(db) },
      testPorts,
    )
    const { certificates } = await listSpecialCertificates({ db, config: Config.parse({ demo: true }) })
    expect(certificates.map(({ verdict }) => verdict).sort()).toEqual([...Verdict.options].sort())
    for (const { verdict, code } of certificates.filter((row) => row.verdict !== 'not-found')) {
      const now = { now: '2026-11-22T07:00:00.000Z', trusted: true }
      const input = { code: code ?? '', profile: 'mumaris' as const, clock: now, evidence, limits: testLimits }
      expect(verifyCode(input, testPorts).verdict).toBe(verdict)
    }
  })

  test('are in the register as their codes say, and the numbers go on after them', async () => {
    const { db } = backend.database
    const rows = await db.selectFrom('certificates').selectAll().execute()
    expect(rows).toHaveLength(240)
    const evidence = openEvidence(
      { anchor: await getRegisterKey(db, 'anchor'), lists: await listEvidenceLists(db) },
      testPorts,
    )
    for (const certificate of rows) {
      const now = { now: '2026-11-22T07:00:00.000Z', trusted: true }
      const input = { code: certificate.code, profile: 'mumaris' as const, clock: now, evidence, limits: testLimits }
      const verified = verifyCode(input, testPorts)
      expect(againstRegister(verified, { certificate })).toEqual(verified)
      const ended = certificate.expiresOn !== null && certificate.expiresOn < today
      const expected = certificate.state === 'in-force' ? (ended ? 'expired' : 'valid') : certificate.state
      expect(verified.verdict).toBe(expected)
    }
    const open = await db.selectFrom('revocations').selectAll().where('confirmer', 'is', null).execute()
    expect(open).toMatchObject([{ certificateId: 'certificate-0000005', proposer: 'riyadh-clerk-1' }])
  })
})
