import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { publish } from '#authority/repositories/feed.ts'
import { insertMember, updateMember } from '#authority/repositories/members.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { updateRequest } from '#authority/repositories/requests.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, buildWorld, type World } from '#authority/test/test-context.ts'
import type { Change, PullOutput } from '#shared/protocol/pull.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { openMovedHub } from './moved-hub.ts'
import { listScopes, pullChanges } from './pull-changes.ts'

await describeOnBoth('pull', (backend) => {
  let world: World
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
  })

  const pull = (scope: string, cursor?: string, limit = 1000): Promise<PullOutput> =>
    pullChanges(world.context, world.session, { scope, limit, ...(cursor === undefined ? {} : { cursor }) })
  const pullAll = async (
    scope: string,
    limit: number,
    from?: string,
  ): Promise<{ changes: Change[]; cursor: string }> => {
    const changes: Change[] = []
    for (let cursor = from; ; ) {
      const page = await pull(scope, cursor, limit)
      changes.push(...page.changes)
      cursor = page.cursor
      if (!page.more) return { changes, cursor }
    }
  }
  const moveMember = (id: string, version: number, scope = 'directory') =>
    backend.database.db.transaction().execute(async (trx) => {
      await updateMember(trx, buildMember({ id, membershipNo: id, email: `${id}@example.com`, version }))
      await publish(trx, [{ scope, table: 'members', id, version }])
    })

  test('a scope from the beginning: every row once, as it stands, with totals', async () => {
    const output = await pull('directory')
    expect(output).toMatchObject({ epoch: 'test', more: false, totals: { clerks: 3, members: 1 } })
    expect(output.changes.find(({ table }) => table === 'members')).toEqual({
      table: 'members',
      id: world.member.id,
      version: 1,
      row: world.member,
    })
    const branch = await pull('branch:riyadh')
    expect(branch.changes).toEqual([{ table: 'requests', id: world.request.id, version: 1, row: world.request }])
    expect(branch.totals).toEqual({ requests: 1 })
  })

  test('pages end where the limit says and join without a hole or a double', async () => {
    const members = Array.from({ length: 23 }, (_, i) =>
      buildMember({ id: `m-${i}`, membershipNo: `m-${i}`, email: `m-${i}@example.com` }),
    )
    await addRows(backend.database.db, { members })
    for (const limit of [1, 2, 5, 27, 28]) {
      const { changes } = await pullAll('directory', limit)
      expect(changes).toHaveLength(27)
      expect(new Set(changes.map(({ table, id }) => `${table} ${id}`)).size).toBe(27)
    }
  })

  test('caught up, the cursor stays; a change comes once, with its newest row', async () => {
    const first = await pull('directory')
    const idle = await pull('directory', first.cursor)
    expect(idle).toMatchObject({ changes: [], cursor: first.cursor, more: false, totals: { clerks: 3, members: 1 } })
    await moveMember(world.member.id, 2)
    await moveMember(world.member.id, 3)
    const next = await pull('directory', first.cursor)
    expect(next.changes).toMatchObject([{ id: world.member.id, version: 3, row: { version: 3 } }])
    expect((await pull('directory', next.cursor)).changes).toEqual([])
  })

  test('a row that moved while its pages were being read comes again, later', async () => {
    const page = await pull('directory', undefined, 1)
    await moveMember(world.member.id, 2)
    const rest = await pullAll('directory', 1, page.cursor)
    expect(rest.changes.at(-1)).toMatchObject({ id: world.member.id, version: 2 })
  })

  test('a row that left the scope, or is gone, is told as gone and not counted', async () => {
    const { db } = backend.database
    const before = await pull('branch:riyadh')
    await updateRequest(db, { ...world.request, version: 2, branch: 'jeddah' })
    await publish(db, [
      { scope: 'branch:riyadh', table: 'requests', id: world.request.id, version: 2, gone: true },
      { scope: 'branch:jeddah', table: 'requests', id: world.request.id, version: 2 },
    ])
    const after = await pull('branch:riyadh', before.cursor)
    expect(after.changes).toEqual([{ table: 'requests', id: world.request.id, version: 2, row: null }])
    expect(after.totals).toEqual({})
  })

  test('a cursor of another epoch, or none of ours, restarts the desk', async () => {
    const { cursor } = await pull('directory')
    await setEpoch(backend.database.db, 'restored')
    await expect(pull('directory', cursor)).rejects.toMatchObject({ code: 'sync/cursor' })
    for (const odd of [
      '',
      'x',
      '....',
      Buffer.from('restored.1').toString('base64url'),
      Buffer.from('restored.-1.5').toString('base64url'),
    ]) {
      await expect(pull('directory', odd)).rejects.toMatchObject({ code: 'sync/cursor' })
    }
    const largest = Buffer.from('restored.9223372036854775807.999999999999999999').toString('base64url')
    expect((await pull('directory', largest)).changes).toEqual([])
  })

  test('scopes follow role and branch, and no other may be pulled', async () => {
    const of = async (over: Parameters<typeof buildClerk>[0]) =>
      (await listScopes(world.context, { clerk: buildClerk(over), device: 'd' })).scopes
    expect(await of({ branch: 'abha' })).toEqual(['directory', 'branch:abha'])
    expect(await of({ branch: 'abha', role: 'branch-manager' })).toEqual(['directory', 'branch:abha'])
    expect(await of({ role: 'administrator' })).toEqual(['directory'])
    expect(await of({ role: 'auditor' })).toHaveLength(10)
    expect(await of({ role: 'auditor', branch: 'hail' })).toEqual(['directory', 'branch:hail'])
    await expect(pull('branch:jeddah')).rejects.toMatchObject({ code: 'permission/denied' })
    await expect(pull('nothing')).rejects.toMatchObject({ code: 'permission/denied' })
  })

  test('who listens hears of the scopes that moved, once the change can be pulled', async () => {
    const hub = await openMovedHub(backend.database)
    const heard: string[][] = []
    const stop = hub.subscribe(['directory'], (scopes) => heard.push(scopes))
    try {
      await moveMember(world.member.id, 2)
      await expect.poll(() => heard).toEqual([['directory']])
      await publish(backend.database.db, [{ scope: 'branch:riyadh', table: 'requests', id: 'x', version: 1 }])
      await wait(100)
      expect(heard).toHaveLength(1)
      stop()
      await moveMember(world.member.id, 3)
      await wait(100)
      expect(heard).toHaveLength(1)
    } finally {
      await hub.close()
    }
  })

  if (backend.kind === 'pglite') return

  test('a change is neither pulled nor told before what began earlier has ended, and is then not lost', async () => {
    const { db } = backend.database
    const start = await pull('directory')
    const hub = await openMovedHub(backend.database)
    const heard: string[][] = []
    hub.subscribe(['directory'], (scopes) => heard.push(scopes))
    try {
      await db.transaction().execute(async (slow) => {
        await insertMember(slow, buildMember({ id: 'slow', membershipNo: 'slow', email: 'slow@example.com' }))
        await publish(slow, [{ scope: 'directory', table: 'members', id: 'slow', version: 1 }])
        // Commits first, though it began later: a cursor that went past it would lose the slow one.
        await moveMember(world.member.id, 2)
        await wait(150)
        expect(heard).toEqual([])
        expect(await pull('directory', start.cursor)).toMatchObject({ changes: [], cursor: start.cursor })
      })
      const ids = (await pull('directory', start.cursor)).changes.map(({ id }) => id)
      expect(ids.sort()).toEqual([world.member.id, 'slow'])
      await expect.poll(() => heard.length).toBeGreaterThan(0)
    } finally {
      await hub.close()
    }
  })

  test('eight writers whose commits overlap lose nothing to a desk that pulls all the while', async () => {
    const { db } = backend.database
    const members = Array.from({ length: 40 }, (_, i) =>
      buildMember({ id: `w-${i}`, membershipNo: `w-${i}`, email: `w-${i}@example.com` }),
    )
    await addRows(db, { members })
    const versions = new Map<string, number>()
    let running = true
    const puller = (async () => {
      let cursor: string | undefined
      for (let last = false; !last; ) {
        last = !running
        for (let more = true; more; ) {
          const page = await pull('directory', cursor, 7)
          for (const { table, id, version } of page.changes) {
            if (table !== 'members') continue
            expect(version).toBeGreaterThanOrEqual(versions.get(id) ?? 0)
            versions.set(id, version)
          }
          cursor = page.cursor
          more = page.more
        }
      }
    })()
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let round = 0; round < 25; round += 1) {
          const id = `w-${writer * 5 + (round % 5)}`
          await db.transaction().execute(async (trx) => {
            const { rows } = await sql<{ version: number }>`
              update members set version = version + 1 where id = ${id} returning version
            `.execute(trx)
            await publish(trx, [{ scope: 'directory', table: 'members', id, version: rows[0]?.version ?? 0 }])
            await sql`select pg_sleep(${(writer * 7 + round * 3) % 11} * 0.001)`.execute(trx)
          })
        }
      }),
    )
    running = false
    await puller
    for (const { id } of members) expect(versions.get(id)).toBe(6)
  })

  test('a cursor by number alone would have lost rows: the trap is real here', async () => {
    const { db } = backend.database
    const seen = async () =>
      (await sql<{ id: string }>`select id::text from feed where scope = 'trap'`.execute(db)).rows
    await db.transaction().execute(async (slow) => {
      await publish(slow, [{ scope: 'trap', table: 'members', id: randomUUID(), version: 1 }])
      await publish(db, [{ scope: 'trap', table: 'members', id: randomUUID(), version: 1 }])
      expect(await seen()).toHaveLength(1)
    })
    const [first, second] = (await seen()).map(({ id }) => Number(id)).sort((a, b) => a - b)
    expect(second).toBe((first ?? 0) + 1)
  })

  test('requests come in the same order as members: one feed for all tables', async () => {
    const member = buildMember({ id: 'm-9', membershipNo: 'm-9', email: 'm-9@example.com' })
    await addRows(backend.database.db, {
      members: [member],
      requests: [buildEmailChange(member, { id: 'r-9', number: 'r-9' })],
    })
    expect((await pull('branch:riyadh')).changes.map(({ id }) => id)).toEqual([world.request.id, 'r-9'])
  })
})
