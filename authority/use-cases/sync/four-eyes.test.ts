import { sql } from 'kysely'
import { beforeEach, expect, test, vi } from 'vitest'
import { findCertificate } from '#authority/repositories/certificates.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { enrolKey } from '#authority/repositories/device-keys.ts'
import { insertMember } from '#authority/repositories/members.ts'
import { findRequest, insertRequest, updateRequest } from '#authority/repositories/requests.ts'
import { inTransaction } from '#authority/repositories/transaction.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { type TestContext, testContext } from '#authority/test/test-context.ts'
import { pushItems, TestDesk } from '#authority/test/test-desk.ts'
import { issueCertificate } from '#authority/use-cases/certificates/issue-certificate.ts'
import { refreshLists } from '#authority/use-cases/certificates/sign-lists.ts'
import { type BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Command } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions } from '#shared/testing/data-updates.ts'
import { pushCommands } from './push-commands.ts'

vi.setConfig({ testTimeout: 300_000 })

const home: BranchCode = 'abha'
const away: BranchCode = 'jeddah'
/** Every grave kind that takes effect by two people: what is decided as a whole, each grave field, and a revocation. */
const kinds = ['email-change', 'nameAr', 'nameEn', 'idNo', 'birthDate', 'revocation'] as const
type Kind = (typeof kinds)[number]

/** Said without the policy table: who may be the first, and who the second. */
const proposes: readonly Role[] = ['clerk', 'supervisor', 'branch-manager']
const confirms: readonly Role[] = ['supervisor', 'branch-manager']

interface Second {
  readonly same: boolean
  readonly role: Role
  readonly branch: BranchCode
}
interface Case {
  readonly kind: Kind
  readonly first: Role
  readonly second: Second
  readonly index: number
}

const cases: readonly Case[] = kinds
  .flatMap((kind) =>
    Role.options.flatMap((first) =>
      [true, false].flatMap((same) =>
        Role.options.flatMap((role) => [home, away].map((branch) => ({ kind, first, second: { same, role, branch } }))),
      ),
    ),
  )
  .map((one, index) => ({ ...one, index }))

/** Whether it takes effect: two people, each with a role for it, of the request's branch; certificates have none. */
function takesEffect({ kind, first, second }: Case): boolean {
  const placed = kind === 'revocation' || second.branch === home
  return proposes.includes(first) && confirms.includes(second.role) && !second.same && placed
}

const idNumber = (stem: number): string => `${stem}${luhnCheckDigit(String(stem))}`

await describeOnBoth('four eyes', (backend) => {
  let context: TestContext
  let desk: TestDesk
  beforeEach(async () => {
    context = testContext(backend.database.db)
    desk = new TestDesk()
    await refreshLists(context)
  })

  const person = async (id: string, role: Role, branch: BranchCode = home): Promise<void> => {
    await saveClerk(context.db, buildClerk({ id, role, branch }))
    await enrolKey(
      context.db,
      { device: desk.device, clerkId: id, publicKey: desk.enrol(id) },
      '2026-11-22T06:00:00.000Z',
    )
  }
  /** Pushes in envelopes of a hundred; receipts in the order of the commands. */
  const push = async (commands: readonly Command[]): Promise<Receipt[]> => {
    const receipts: Receipt[] = []
    for (let from = 0; from < commands.length; from += 100) {
      const items = pushItems(...commands.slice(from, from + 100))
      const session = { clerk: buildClerk(), device: desk.device }
      const answer = await pushCommands(context, session, { protocol: 1, device: desk.device, items })
      expect(answer.stop).toBeNull()
      receipts.push(...answer.receipts)
    }
    return receipts
  }
  const memberOf = (index: number): Member => {
    return buildMember({
      id: `m-${index}`,
      membershipNo: `7${index}`,
      idNo: idNumber(100_000_100 + index),
      email: `m${index}@example.com`,
    })
  }
  const requestOf = (kind: Exclude<Kind, 'revocation'>, index: number, member: Member): Request => {
    const over = { id: `r-${index}`, number: `R-${index}`, branch: home }
    return kind === 'email-change'
      ? buildEmailChange(member, { ...over, proposed: { email: `n${index}@example.com` } })
      : buildDataUpdate(member, [kind], {
          ...over,
          ...(kind === 'idNo' && { proposed: { idNo: idNumber(150_000_000 + index) } }),
        })
  }

  /** What a case is about: how each of the two says their part, and whether it came true. */
  interface Matter {
    readonly act: (actor: string, part: 'propose' | 'confirm') => Promise<Command>
    readonly isDone: () => Promise<boolean>
  }

  const matterOf = async ({ kind, index }: Pick<Case, 'kind' | 'index'>): Promise<Matter> => {
    const { db } = context
    const member = memberOf(index)
    await insertMember(db, member)
    if (kind === 'revocation') {
      const { id } = await inTransaction(db, (trx) =>
        issueCertificate(context, trx, {
          member,
          kind: 'registration',
          expiresOn: '2027-11-22',
          actor: 'system',
          at: '2026-11-22T06:00:00.000Z',
        }),
      )
      return {
        act: async (actor, step) =>
          desk.act(actor, {
            kind: 'certificate.revoke',
            args: {
              certificateId: id,
              memberId: member.id,
              step,
              reason: 'REV-ETHICS',
              remarks: '',
              seen: { state: 'in-force' },
            },
            base: { version: (await findCertificate(db, id))?.version ?? 0 },
          }),
        isDone: async () => (await findCertificate(db, id))?.state === 'revoked',
      }
    }
    const request = requestOf(kind, index, member)
    await insertRequest(db, request)
    const fields = kind === 'email-change' ? undefined : fieldDecisions({ [kind]: 'approve' })
    return {
      act: async (actor, step) => {
        const now = (await findRequest(db, request.id)) ?? request
        return desk.decide({
          clerk: { id: actor },
          request: now,
          member,
          step,
          decision: 'approve',
          ...(fields && { fields }),
        })
      },
      isDone: async () => (await findRequest(db, request.id))?.state === 'completed',
    }
  }

  test(`${cases.length} pairs of people: what takes effect had two of them, each with a role for it`, async () => {
    for (const role of Role.options) {
      await person(`first-${role}`, role)
      for (const branch of [home, away]) await person(`second-${role}-${branch}`, role, branch)
    }
    const matters = new Map<number, Matter>()
    for (const one of cases) matters.set(one.index, await matterOf(one))
    const matter = (index: number): Matter => matters.get(index) ?? expect.fail('no such case')
    const say = async (those: readonly Case[], part: 'propose' | 'confirm', by: (one: Case) => string) => {
      const commands: Command[] = []
      for (const one of those) commands.push(await matter(one.index).act(by(one), part))
      return push(commands)
    }

    const proposed = await say(cases, 'propose', ({ first }) => `first-${first}`)
    for (const [at, { outcome }] of proposed.entries())
      expect([cases[at], outcome]).toEqual([
        cases[at],
        proposes.includes(cases[at]?.first ?? 'auditor') ? 'applied' : 'refused',
      ])
    for (const { index } of cases) expect(await matter(index).isDone()).toBe(false)

    await say(
      cases.filter(({ second }) => !second.same),
      'confirm',
      ({ second }) => `second-${second.role}-${second.branch}`,
    )
    // The same person, whatever they have become in the meantime and wherever they are now.
    for (const role of Role.options)
      for (const branch of [home, away]) {
        for (const first of Role.options)
          await saveClerk(context.db, buildClerk({ id: `first-${first}`, role, branch, version: 2 }))
        const those = cases.filter(({ second }) => second.same && second.role === role && second.branch === branch)
        await say(those, 'confirm', ({ first }) => `first-${first}`)
      }

    const wrong: Case[] = []
    let effects = 0
    for (const one of cases) {
      const done = await matter(one.index).isDone()
      if (done !== takesEffect(one)) wrong.push(one)
      if (done) effects += 1
    }
    expect(wrong).toEqual([])
    // 3 firsts × 2 seconds of the branch for five kinds, of either branch for a revocation.
    expect(effects).toBe(5 * 6 + 12)
    expect(context.faults).toEqual([])
  })

  test.each(kinds)('%s: of confirmations at once one counts, and never the proposer’s own', async (kind) => {
    await person('noura', 'branch-manager')
    await person('salem', 'supervisor')
    await person('huda', 'supervisor')
    const { act, isDone } = await matterOf({ kind, index: 0 })
    const [first] = await push([await act('noura', 'propose')])
    expect(first?.outcome).toBe('applied')
    const three = await Promise.all(['noura', 'salem', 'huda'].map((actor) => act(actor, 'confirm')))
    const receipts = (await Promise.all(three.map((command) => push([command])))).flat()
    expect(receipts.map(({ outcome }) => outcome).sort()).toEqual(['applied', 'refused', 'refused'])
    expect(receipts[0]?.outcome).toBe('refused')
    expect(await isDone()).toBe(true)
  })

  test.each(kinds.filter((kind) => kind !== 'revocation'))(
    '%s: another content voids the first approval',
    async (kind) => {
      const { db } = context
      await person('noura', 'clerk')
      await person('salem', 'supervisor')
      const { act, isDone } = await matterOf({ kind, index: 0 })
      await push([await act('noura', 'propose')])
      const confirmOld = await act('salem', 'confirm')
      const now = (await findRequest(db, 'r-0')) ?? expect.fail('no request')
      await updateRequest(db, { ...now, version: now.version + 1, revisionHash: 'e'.repeat(64) })
      const [late] = await push([confirmOld])
      expect(late).toMatchObject({ outcome: 'refused', code: 'requests/revision-changed' })
      // Even a command on the new content finds no first approval of it in the database.
      const confirmNew = await act('salem', 'confirm')
      await push([confirmNew]).catch(() => undefined)
      expect(await isDone()).toBe(false)
    },
  )

  test('by hand in the database nothing takes effect by one person', async () => {
    const { db } = context
    await person('noura', 'supervisor')
    const email = await matterOf({ kind: 'email-change', index: 0 })
    const name = await matterOf({ kind: 'nameAr', index: 1 })
    const revocation = await matterOf({ kind: 'revocation', index: 2 })
    const refused = async (statement: string) =>
      expect([
        statement,
        await sql
          .raw(statement)
          .execute(db)
          .then(
            () => 'done',
            (error: Error) => error.message,
          ),
      ]).toEqual([statement, expect.stringMatching(/four eyes|four_eyes/)])
    const complete = (id: string) => `update requests set state = 'completed' where id = '${id}'`
    const apply = `update requests set field_states = jsonb_set(field_states, '{nameAr,state}', '"applied"') where id = 'r-1'`
    const harmless = `update requests set field_states = jsonb_set(jsonb_set(field_states, '{nameAr,state}', '"applied"'), '{nameAr,risk}', '"low"') where id = 'r-1'`
    const revoke = `update certificates set state = 'revoked'`
    const everyWay = [complete('r-0'), apply, harmless, revoke]
    for (const statement of everyWay) await refused(statement)
    // With one approval each.
    await push([
      await email.act('noura', 'propose'),
      await name.act('noura', 'propose'),
      await revocation.act('noura', 'propose'),
    ])
    for (const statement of everyWay) await refused(statement)
    for (const table of ['approvals', 'revocations']) {
      await refused(`update ${table} set confirmer = proposer`)
      await refused(`update ${table} set proposer = 'somebody', confirmer = 'noura'`)
      await refused(`update ${table} set proposer = 'somebody'`)
    }
    await refused(`update requests set risk = 'low' where id = 'r-0'`)
    await refused(`update requests set risk = 'low', state = 'completed' where id = 'r-0'`)
    // An approval that was taken back, or of another content, is none.
    await sql`update approvals set voided = true, confirmer = 'salem'`.execute(db)
    for (const statement of [complete('r-0'), apply, harmless]) await refused(statement)
    await refused(`update approvals set confirmer = 'huda'`)
    await sql`update revocations set declined = true, confirmer = 'salem'`.execute(db)
    await refused(revoke)
    await sql`insert into approvals (request_id, revision_hash, proposer, confirmer) values ('r-0', ${'f'.repeat(64)}, 'a', 'b')`.execute(
      db,
    )
    await refused(complete('r-0'))
    await refused(
      `insert into approvals (request_id, revision_hash, proposer, confirmer) values ('r-0', 'x', 'a', 'a')`,
    )
    await refused(`insert into revocations (certificate_id, proposer, confirmer) select id, 'a', 'a' from certificates`)
    for (const { isDone } of [email, name, revocation]) expect(await isDone()).toBe(false)
  })
})
