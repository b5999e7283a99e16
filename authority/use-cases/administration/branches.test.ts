import { expect, test } from 'vitest'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, testContext } from '#authority/test/test-context.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { listAudit } from '../../repositories/audit.ts'
import { updateRequest } from '../../repositories/requests.ts'
import { branchOf } from '../portal/submission.ts'
import { listScopes } from '../sync/pull-changes.ts'
import { changeBranchAs, listBranchesFor, setBranchActivityAs } from './branches.ts'
import { changeClerkAs } from './clerks.ts'

const amal = buildClerk({ id: 'amal', role: 'administrator' })
const noura = buildClerk({ id: 'noura', branch: 'abha' })
const as = (clerk: typeof amal) => ({ clerk, device: 'desk-1' })
const reason = 'انتهى عقد المبنى'

await describeOnBoth('branches as administrators run them', (backend) => {
  const world = async () => {
    const { db } = backend.database
    await addRows(db, { clerks: [amal, noura] })
    return { db, context: testContext(db) }
  }

  test('a branch is called what the authority says, on every desk, by the version that was seen', async () => {
    const { db, context } = await world()
    const { branches } = await listBranchesFor(context, as(amal))
    expect(branches).toHaveLength(9)
    expect(branches.find(({ branch }) => branch.code === 'abha')).toMatchObject({
      branch: { version: 0, active: true },
      use: { clerks: 1, requests: 0, bookings: 0 },
    })
    const names = { nameAr: 'فرع عسير', nameEn: 'Asir Branch', phone: '920019393' }
    const change = { code: 'abha' as const, version: 0, ...names }
    expect((await changeBranchAs(context, as(amal), change)).branch).toMatchObject({ version: 1, ...names })
    await expect(changeBranchAs(context, as(amal), change)).rejects.toMatchObject({ code: 'administration/changed' })
    const told = await listScopes(context, as(noura))
    expect(told.branches.find(({ code }) => code === 'abha')).toMatchObject(names)
    expect(await listAudit(db, 'branch:abha')).toMatchObject([{ action: 'branch-changed', actor: 'amal' }])
    await expect(listBranchesFor(context, as(noura))).rejects.toMatchObject({ code: 'permission/denied' })
  })

  test('a branch is closed when nothing of it is left, and then gets nothing more', async () => {
    const { db, context } = await world()
    const member = buildMember({ city: 'abha' })
    const request = { ...buildEmailChange(member), branch: 'abha' as const }
    await addRows(db, { members: [member], requests: [request] })
    const close = () => setBranchActivityAs(context, as(amal), { code: 'abha', version: 0, active: false, reason })
    const inUse = { code: 'administration/branch-in-use' }
    await expect(close()).rejects.toMatchObject({ ...inUse, detail: { clerks: 1, requests: 1, bookings: 0 } })
    const { nameAr, nameEn, role } = noura
    const person = { nameAr, nameEn, role }
    await changeClerkAs(context, as(amal), { id: 'noura', version: 1, ...person, branch: 'riyadh' })
    await updateRequest(db, { ...request, version: 2, state: 'cancelled' })
    expect(await branchOf(db, member)).toBe('abha')
    expect((await close()).branch).toMatchObject({ active: false, version: 1 })
    expect(await branchOf(db, member)).toBe('riyadh')
    const back = changeClerkAs(context, as(amal), { id: 'noura', version: 2, ...person, branch: 'abha' })
    await expect(back).rejects.toMatchObject({ code: 'administration/branch-closed' })
    const opened = { code: 'abha' as const, version: 1, active: true, reason }
    expect((await setBranchActivityAs(context, as(amal), opened)).branch.active).toBe(true)
    expect((await listAudit(db, 'branch:abha')).map(({ action }) => action)).toEqual(['branch-closed', 'branch-opened'])
  })
})
