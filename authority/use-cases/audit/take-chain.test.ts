import { expect, test } from 'vitest'
import { sha256Bytes } from '#authority/repositories/audit.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { buildWorld } from '#authority/test/test-context.ts'
import { type ChainEntry, type ChainHead, chainHash, chainStart } from '#shared/domain/audit/desk-chain.ts'
import { takeChain } from './take-chain.ts'

function chainOf(count: number, from: ChainHead = { number: 0, hash: chainStart }, actor = 'noura'): ChainEntry[] {
  let head = from
  return Array.from({ length: count }, () => {
    const number = head.number + 1
    const said = { at: '2026-11-22T06:00:00.000Z', actor, action: 'desk.member-read', subject: `member:${number}` }
    const link = { number, ...said, detail: {}, previous: head.hash }
    head = { number, hash: chainHash(sha256Bytes, link) }
    return { ...link, hash: head.hash }
  })
}

await describeOnBoth("a desk's own chain", (backend) => {
  const told = async () =>
    (
      await backend.database.db
        .selectFrom('audit')
        .select(['actor', 'device', 'action', 'detail'])
        .orderBy('id')
        .execute()
    ).map(({ actor, device, action, detail }) => `${actor} ${device} ${action} ${detail['number']}`)

  test('comes into the log in order, and what is sent twice once', async () => {
    const { context, session } = await buildWorld(backend.database.db)
    const links = chainOf(3)
    const device = session.device
    expect(await takeChain(context, session, { device, epoch: 'test', entries: links.slice(0, 2) })).toMatchObject({
      taken: 2,
      found: [],
    })
    // Its answer was lost: the same again, with what has happened since.
    expect(await takeChain(context, session, { device, epoch: 'test', entries: links })).toMatchObject({
      taken: 3,
      found: [],
    })
    expect(await takeChain(context, session, { device, epoch: 'test', entries: links })).toMatchObject({
      taken: 3,
      found: [],
    })
    expect(await told()).toEqual([1, 2, 3].map((number) => `noura desk-1 desk.member-read ${number}`))
  })

  test('of a desk that stands in another epoch is not taken: what a restore has forgotten is no gap', async () => {
    const { context, session } = await buildWorld(backend.database.db)
    const input = { device: session.device, epoch: 'before', entries: chainOf(3).slice(1) }
    await expect(takeChain(context, session, input)).rejects.toMatchObject({
      code: 'sync/cursor',
      detail: { epoch: 'test' },
    })
    expect(await told()).toEqual([])
  })

  test('twice at the same time once', async () => {
    const { context, session } = await buildWorld(backend.database.db)
    const input = { device: session.device, epoch: 'test', entries: chainOf(20) }
    await Promise.all([1, 2, 3].map(() => takeChain(context, session, input)))
    expect(await told()).toHaveLength(20)
  })

  test('a gap, an altered link and a second story stand in the log for ever, and the chain goes on', async () => {
    const { context, session } = await buildWorld(backend.database.db)
    const device = session.device
    const links = chainOf(6)
    const take = async (entries: ChainEntry[]) =>
      (await takeChain(context, session, { device, epoch: 'test', entries })).found
    expect(await take(links.filter(({ number }) => number !== 2).slice(0, 3))).toEqual([{ number: 3, fault: 'gap' }])
    expect(await take(links.slice(4, 5).map((link) => ({ ...link, actor: 'salem' })))).toEqual([
      { number: 5, fault: 'forged' },
    ])
    // The file of the desk was put back to an older one, and it works on from there.
    const [first] = links
    if (!first) throw new Error('no link')
    const second = chainOf(2, first, 'huda')
    expect(await take(second)).toEqual([{ number: 2, fault: 'rewritten' }])
    expect(await take(chainOf(1, second[1]))).toEqual([])
    expect(await told()).toEqual([
      'noura desk-1 desk.member-read 1',
      'system desk-1 desk-chain-gap 3',
      'noura desk-1 desk.member-read 3',
      'noura desk-1 desk.member-read 4',
      'system desk-1 desk-chain-forged 5',
      'salem desk-1 desk.member-read 5',
      'system desk-1 desk-chain-rewritten 2',
      'huda desk-1 desk.member-read 2',
      'huda desk-1 desk.member-read 3',
      'noura desk-1 desk.member-read 4',
    ])
    expect(context.faults.filter((fault) => fault.startsWith('desk-chain-broken'))).toHaveLength(3)
  })

  test('each device has a chain of its own, and nobody brings that of another', async () => {
    const { context, session } = await buildWorld(backend.database.db)
    const entries = chainOf(2)
    await takeChain(context, session, { device: session.device, epoch: 'test', entries })
    await expect(takeChain(context, session, { device: 'desk-2', epoch: 'test', entries })).rejects.toMatchObject({
      code: 'permission/denied',
    })
    const other = { ...session, device: 'desk-2' }
    expect((await takeChain(context, other, { device: 'desk-2', epoch: 'test', entries })).found).toEqual([])
    expect(await told()).toHaveLength(4)
  })
})
