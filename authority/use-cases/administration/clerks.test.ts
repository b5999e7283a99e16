import { expect, test } from 'vitest'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, buildWorld, testContext } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import type { Db } from '../../db/types.ts'
import { findAccount, updateAccount } from '../../repositories/accounts.ts'
import { listAudit } from '../../repositories/audit.ts'
import { listActiveClerks, saveClerk } from '../../repositories/clerks.ts'
import { listFeed } from '../../repositories/feed.ts'
import { findSession, insertSession } from '../../repositories/sessions.ts'
import { isPassword } from '../identity/passwords.ts'
import { pushCommands } from '../sync/push-commands.ts'
import { stepAccountAs } from './account-steps.ts'
import { addClerkAs, changeClerkAs, listClerksFor, setActivityAs } from './clerks.ts'

const at = '2026-11-22T07:00:00.000Z'
const later = '2026-11-22T19:00:00.000Z'
/** A password's hash in a test costs what shows the way, and no more. */
const passwordCost = { memory: 64, passes: 1, parallelism: 1 }
const amal = buildClerk({ id: 'amal', nameAr: 'أمل الحربي', nameEn: 'Amal Alharbi', role: 'administrator' })
const saad = buildClerk({ id: 'saad', nameAr: 'سعد سمان', nameEn: 'Saad Samman', role: 'administrator' })
const noura = buildClerk({ id: 'noura' })
const as = (clerk: typeof amal) => ({ clerk, device: 'desk-1' })
const nameOf = ({ nameAr, nameEn, role, branch }: typeof amal) => ({ nameAr, nameEn, role, branch })

async function openSessionOf(db: Db, clerkId: string): Promise<void> {
  await insertSession(db, { tokenHash: `of ${clerkId}`, clerkId, device: 'desk-1', createdAt: at, expiresAt: later })
}

await describeOnBoth('clerks as administrators run them', (backend) => {
  const world = async () => {
    const { db } = backend.database
    await addRows(db, { clerks: [amal, saad, noura] })
    return { db, context: { ...testContext(db), passwordCost } }
  }

  test('somebody new has an account whose password is told once, and desks hear of them', async () => {
    const { db, context } = await world()
    const start = (await listFeed(db, 'directory', { xid: '0', id: '0' }, 100)).length
    const input = { ...nameOf(buildClerk()), id: 'huda', username: 'h.alharbi' }
    const { entry, password } = await addClerkAs(context, as(amal), input)
    expect(entry).toMatchObject({
      clerk: { id: 'huda', version: 1, active: true },
      presence: { account: { username: 'h.alharbi', mustChange: true, secondFactor: false, lockedAt: null } },
    })
    const account = await findAccount(db, 'huda')
    expect(await isPassword(password ?? '', account?.passwordHash ?? '')).toBe(true)
    expect(await listFeed(db, 'directory', { xid: '0', id: '0' }, 100)).toHaveLength(start + 1)
    const trail = await listAudit(db, 'clerk:huda')
    expect(trail.map(({ action, actor, device }) => [action, actor, device])).toEqual([
      ['clerk-added', 'amal', 'desk-1'],
      ['account-added', 'amal', 'desk-1'],
    ])
    expect(JSON.stringify(trail)).not.toContain(password)
    const taken = { code: 'administration/taken' }
    await expect(addClerkAs(context, as(amal), input)).rejects.toMatchObject({ ...taken, detail: { field: 'id' } })
    const other = addClerkAs(context, as(amal), { ...input, id: 'huda.2' })
    await expect(other).rejects.toMatchObject({ ...taken, detail: { field: 'username' } })
  })

  test('names, role and branch change on the version that was seen, and another role ends the sessions', async () => {
    const { db, context } = await world()
    await openSessionOf(db, 'noura')
    const change = { id: 'noura', version: 1, ...nameOf(noura), nameEn: 'Noura A. Alotaibi' }
    const named = await changeClerkAs(context, as(amal), change)
    expect(named.entry.clerk).toMatchObject({ version: 2, nameEn: 'Noura A. Alotaibi', role: 'clerk' })
    expect(await findSession(db, 'of noura', at)).toBeDefined()
    const old = changeClerkAs(context, as(amal), { ...change, role: 'auditor' })
    await expect(old).rejects.toMatchObject({ code: 'administration/changed', detail: { now: 2 } })
    await changeClerkAs(context, as(amal), { ...change, version: 2, role: 'auditor' })
    expect(await findSession(db, 'of noura', at)).toBeUndefined()
    expect((await listAudit(db, 'clerk:noura')).at(-1)).toMatchObject({
      action: 'clerk-changed',
      detail: { role: 'clerk > auditor', before: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  test('whoever is let go has no session; their reason can be erased, and they come back', async () => {
    const { db, context } = await world()
    await openSessionOf(db, 'noura')
    const gone = await setActivityAs(context, as(amal), { id: 'noura', version: 1, active: false, reason: 'انتقلت' })
    expect(gone.entry.clerk).toMatchObject({ active: false, version: 2 })
    expect(await findSession(db, 'of noura', at)).toBeUndefined()
    const entry = (await listAudit(db, 'clerk:noura')).at(-1)
    expect(entry).toMatchObject({ action: 'clerk-deactivated', personal: { reason: expect.any(String) } })
    expect(JSON.stringify(entry)).not.toContain('انتقلت')
    const back = await setActivityAs(context, as(amal), { id: 'noura', version: 2, active: true, reason: 'عادت' })
    expect(back.entry.clerk.active).toBe(true)
  })

  test('nobody changes their own role or account, and of two administrators who let each other go one stays', async () => {
    const { db, context } = await world()
    const own = { code: 'administration/own-account' }
    const myself = { id: 'amal', version: 1 }
    await expect(changeClerkAs(context, as(amal), { ...myself, ...nameOf(noura) })).rejects.toMatchObject(own)
    const leaving = { active: false, reason: 'reason' }
    await expect(setActivityAs(context, as(amal), { ...myself, ...leaving })).rejects.toMatchObject(own)
    await expect(stepAccountAs(context, as(amal), { id: 'amal', step: 'reset-password' })).rejects.toMatchObject(own)
    // One's own name is nobody's rights.
    await changeClerkAs(context, as(saad), { id: 'saad', version: 1, ...nameOf(saad), nameEn: 'Saad M. Samman' })
    const outcomes = await Promise.allSettled([
      setActivityAs(context, as(amal), { id: 'saad', version: 2, ...leaving }),
      setActivityAs(context, as(saad), { id: 'amal', version: 1, ...leaving }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = (await listActiveClerks(db)).filter(({ role }) => role === 'administrator')
    expect(left).toHaveLength(1)
  })

  test('an administrator who is locked out cannot take the last one away', async () => {
    const { db, context } = await world()
    await stepAccountAs(context, as(saad), { id: 'amal', step: 'add', username: 'amal' })
    await updateAccount(db, 'amal', { lockedAt: at })
    const last = { code: 'administration/last-administrator' }
    const gone = setActivityAs(context, as(amal), { id: 'saad', version: 1, active: false, reason: 'reason' })
    await expect(gone).rejects.toMatchObject(last)
    const demoted = changeClerkAs(context, as(amal), { id: 'saad', version: 1, ...nameOf(saad), role: 'clerk' })
    await expect(demoted).rejects.toMatchObject(last)
  })

  test('the steps of an account: add, lock, unlock, another password, another second factor, no session', async () => {
    const { db, context } = await world()
    const step = (name: Parameters<typeof stepAccountAs>[2]['step'], username?: string) =>
      stepAccountAs(context, as(amal), { id: 'noura', step: name, username })
    await expect(step('lock')).rejects.toMatchObject({ code: 'record/not-found' })
    const first = (await step('add', 'noura')).password
    await expect(step('add', 'noura2')).rejects.toMatchObject({ code: 'administration/taken' })
    await updateAccount(db, 'noura', { totpSecret: 'sealed', mustChange: false })
    await openSessionOf(db, 'noura')
    const locked = await step('lock')
    expect(locked).toMatchObject({ entry: { presence: { account: { lockedAt: at }, sessions: 0 } }, password: null })
    expect((await step('unlock')).entry.presence?.account?.lockedAt).toBeNull()
    const reset = await step('reset-password')
    expect(reset.password).not.toBe(first)
    expect(reset.entry.presence?.account).toMatchObject({ mustChange: true, secondFactor: true })
    expect((await step('reset-second-factor')).entry.presence?.account?.secondFactor).toBe(false)
    await openSessionOf(db, 'noura')
    expect((await step('end-sessions')).entry.presence?.sessions).toBe(0)
    expect((await listAudit(db, 'clerk:noura')).map(({ action }) => action)).toEqual([
      'account-added',
      'account-locked',
      'account-unlocked',
      'account-password-reset',
      'account-second-factor-reset',
      'account-sessions-ended',
    ])
  })

  test('clerks are neither shown nor changed to anybody else, nor to somebody who was one', async () => {
    const { db, context } = await world()
    const denied = { code: 'permission/denied' }
    await expect(listClerksFor(context, as(noura))).rejects.toMatchObject(denied)
    await expect(stepAccountAs(context, as(noura), { id: 'saad', step: 'lock' })).rejects.toMatchObject(denied)
    await saveClerk(db, { ...amal, role: 'clerk', version: 2 })
    const was = setActivityAs(context, as(amal), { id: 'noura', version: 1, active: false, reason: 'reason' })
    await expect(was).rejects.toMatchObject(denied)
    expect(await listAudit(db, 'clerk:noura')).toEqual([])
  })

  test('what a clerk queued is judged by the role of now', async () => {
    const { db } = backend.database
    const { context, desk, salem, huda, session, request, member } = await buildWorld(db)
    await addRows(db, { clerks: [amal] })
    const command = desk.decide({ clerk: salem, request, member, decision: 'return' })
    await changeClerkAs({ ...context, passwordCost }, as(amal), {
      id: 'salem',
      version: 1,
      ...nameOf(salem),
      role: 'auditor',
    })
    const { receipts } = await pushCommands(context, session, {
      protocol: 1,
      device: desk.device,
      items: pushItems(command),
    })
    expect(receipts[0]).toMatchObject({ outcome: 'refused' })
    const other = desk.decide({ clerk: huda, request, member, decision: 'return' })
    const allowed = await pushCommands(context, session, { protocol: 1, device: desk.device, items: pushItems(other) })
    expect(allowed.receipts[0]).toMatchObject({ outcome: 'applied' })
  })
})
