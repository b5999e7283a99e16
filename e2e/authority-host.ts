import { listDevices, seeDevice } from '#authority/repositories/devices.ts'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { decideDevice } from '#authority/use-cases/devices/devices.ts'
import { addAccount, lockAccount, unlockAccount } from '#authority/use-cases/identity/accounts.ts'

/*
 * A process that holds authorities for the tests of one worker, one after the other, each over a register of its own in
 * memory: what a process reads and compiles at its start is paid for once. Messages: `{ open: members }` (with `fillRows`
 * between two cursors of a fill) is answered by `{ url }`, `{ close: url }` by `{ closed: url }`, and what fails by `{ failed }`. With `people` it is a real authority,
 * at which these clerks have accounts; their first passwords are in the answer. There `{ devices: url }` decides of every
 * device that has shown itself, `{ seen: url }` shows it another one, and `{ account: url }` locks an account or opens it again.
 */
export type HostQuestion =
  | { open: number; people?: readonly string[]; fillRows?: number }
  | { close: string }
  | { devices: string; state: 'enrolled' | 'wipe' }
  | { seen: string; id: string; name: string }
  | { account: string; clerkId: string; locked: boolean }
export type HostAnswer =
  | { url: string; passwords: Record<string, string> }
  | { closed: string }
  | { changed: number }
  | { failed: string }

const open = new Map<string, TestAuthority>()

function held(url: string): TestAuthority {
  const authority = open.get(url)
  if (!authority) throw new Error('That authority is not open')
  return authority
}

async function answer(question: HostQuestion): Promise<HostAnswer> {
  if ('open' in question) {
    const { open: members, people, fillRows } = question
    const config = fillRows === undefined ? {} : { config: { fillRows } }
    const authority = await startAuthority({ members, demo: people === undefined, ...config })
    open.set(authority.url, authority)
    const passwords: Record<string, string> = {}
    for (const id of people ?? []) passwords[id] = await addAccount(authority.context, id, id)
    return { url: authority.url, passwords }
  }
  if ('devices' in question) {
    const { db, context } = held(question.devices)
    const devices = await listDevices(db)
    for (const { id } of devices) await decideDevice(context, 'system', { id, state: question.state })
    return { changed: devices.length }
  }
  if ('seen' in question) {
    const { db, context } = held(question.seen)
    const { id, name } = question
    const at = new Date(context.clock.now()).toISOString()
    await seeDevice(db, { id, name, state: 'pending', proofKey: `key of ${id}`, appVersion: '0.1.0' }, at)
    return { changed: 1 }
  }
  if ('account' in question) {
    const change = question.locked ? lockAccount : unlockAccount
    await change(held(question.account).context, question.clerkId)
    return { changed: 1 }
  }
  await open.get(question.close)?.close()
  open.delete(question.close)
  return { closed: question.close }
}

process.on('message', (question: HostQuestion) => {
  void answer(question)
    .catch((error: unknown): HostAnswer => ({ failed: error instanceof Error ? (error.stack ?? '') : String(error) }))
    .then((said) => process.send?.(said))
})
// Playwright's worker has ended, in whatever way.
process.on('disconnect', () => process.exit())
