import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { bulkText, insertBulk } from '#authority/repositories/bulk.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { publish } from '#authority/repositories/feed.ts'
import { updateMember } from '#authority/repositories/members.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, buildWorld, type World } from '#authority/test/test-context.ts'
import { FillControl } from '#shared/protocol/fill.ts'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { buildCertificate, buildClerk, buildMember } from '#shared/testing/builders.ts'
import { pullChanges } from './pull-changes.ts'
import { openFill } from './stream-fill.ts'

interface Taken {
  readonly table: string
  readonly row: Record<string, unknown>
}
type CursorLine = (FillControl & ['cursor', unknown])[1]

await describeOnBoth('a fill', (backend) => {
  let world: World
  beforeEach(async () => {
    world = await buildWorld(backend.database.db)
    const states = ['active', 'expired', 'revoked'] as const
    const members = Array.from({ length: 17 }, (_, n) =>
      buildMember({
        id: `m-${n}`,
        membershipNo: `m-${n}`,
        email: `m-${n}@example.com`,
        state: states[n % 3] ?? 'active',
        nameAr: { first: n % 2 ? 'سارة' : 'فهد', father: '', grandfather: n % 5 ? 'سعد' : '', family: 'القحطاني' },
        poBox: n % 4 ? null : '"12\\\n3"',
      }),
    )
    const certificates = members.map((member, n) =>
      buildCertificate(member, {
        id: `c-${n}`,
        number: `C-${n}`,
        status: { uri: 'urn:x', index: n },
        expiresOn: n % 2 ? null : '2027-01-01',
      }),
    )
    await addRows(backend.database.db, { members })
    await insertBulk(backend.database.db, bulkText('certificates', certificates))
  })

  const pagedBy = (fillRows: number) => ({ ...world.context, config: { ...world.context.config, fillRows } })

  /** Reads a fill until `isEnough`; answers rows and cursors, each with how many rows were taken before it. */
  const take = async (cursor?: string, isEnough: (cursor: CursorLine) => boolean = () => false, page = 5) => {
    const rows: Taken[] = []
    const cursors: (CursorLine & { after: number })[] = []
    let table = ''
    let head: (FillControl & ['head', unknown])[1] | undefined
    reading: for await (const text of await openFill(pagedBy(page), world.session, cursor)) {
      for (const line of text.split('\n').slice(0, -1)) {
        if (line.startsWith('{')) rows.push({ table, row: JSON.parse(line) as Taken['row'] })
        else {
          const [kind, value] = FillControl.parse(JSON.parse(line))
          if (kind === 'head') head = value
          else if (kind === 'table') table = value
          else {
            cursors.push({ ...value, after: rows.length })
            if (isEnough(value)) break reading
          }
        }
      }
    }
    return { rows, cursors, head }
  }
  const keysOf = (rows: readonly Taken[]) => rows.map(({ table, row }) => `${table} ${String(row['id'])}`)
  const pull = (cursor?: string) =>
    pullChanges(world.context, world.session, {
      scope: 'directory',
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })

  test('brings every row of the directory once, in the very form in which a pull tells it', async () => {
    const { rows, head, cursors } = await take()
    const { changes, totals, epoch } = await pull()
    expect(head).toMatchObject({ epoch, totals })
    const byKey = new Map(rows.map(({ table, row }) => [`${table} ${String(row['id'])}`, row]))
    expect(byKey.size).toBe(rows.length)
    expect(rows).toHaveLength(changes.length)
    for (const { table, id, row } of changes) {
      expect(byKey.get(`${table} ${id}`)).toEqual(row)
      expect(feedTables[table as FeedTable].parse(byKey.get(`${table} ${id}`))).toBeTruthy()
    }
    expect(cursors.at(-1)).toMatchObject({ done: true, rows: 0 })
    expect((await pull(cursors.at(-1)?.cursor)).changes).toEqual([])
  })

  test('goes on behind members whose name lacks its parts, as nothing here writes them', async () => {
    const { db } = backend.database
    await sql`update members set name_ar = '{}' where id in ('m-0', 'm-3', 'm-4')`.execute(db)
    const { count } = await db
      .selectFrom('members')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow()
    for (const page of [1, 5]) {
      const { rows } = await take(undefined, undefined, page)
      expect(rows.filter(({ table }) => table === 'members')).toHaveLength(Number(count))
    }
  })

  test('goes on from any of its cursors without a hole and without a double', async () => {
    const { rows, cursors } = await take()
    for (const { cursor, after, done } of cursors) {
      if (done) continue
      const rest = await take(cursor, undefined, 3)
      expect(keysOf(rest.rows).sort()).toEqual(keysOf(rows.slice(after)).sort())
    }
  })

  test('what changes, moves, comes or goes while it is read is in the feed after its last cursor', async () => {
    const { db } = backend.database
    const change = async (id: string, over: Parameters<typeof buildMember>[0], version: number) => {
      const member = buildMember({ id, membershipNo: id, email: `${id}@example.com`, version, ...over })
      await updateMember(db, member)
      await publish(db, [{ scope: 'directory', table: 'members', id, version }])
    }
    let seen = 0
    const first = await take(undefined, ({ rows }) => {
      seen += rows
      return seen >= 9
    })
    // Behind the reader, from before it to behind it, and anew.
    const [before] = first.rows.filter(({ table }) => table === 'members')
    await change(String(before?.row['id']), { city: 'abha' }, 2)
    await change('m-2', { state: 'active', nameAr: { first: 'ابتسام', father: '', grandfather: '', family: 'ي' } }, 2)
    await addRows(db, { members: [buildMember({ id: 'm-new', membershipNo: 'n', email: 'n@example.com' })] })
    const rest = await take(first.cursors.at(-1)?.cursor)
    const later = await pull(rest.cursors.at(-1)?.cursor)
    const held = new Map<string, unknown>()
    for (const { table, row } of [...first.rows, ...rest.rows]) held.set(`${table} ${String(row['id'])}`, row)
    for (const { table, id, row } of later.changes) held.set(`${table} ${id}`, row)
    const { changes } = await pull()
    expect(held.size).toBe(changes.length)
    for (const { table, id, row } of changes) expect(held.get(`${table} ${id}`)).toEqual(row)
  })

  test('a cursor of another epoch, of the feed, or none of ours, is refused before the first byte', async () => {
    const { cursors } = await take()
    const fill = cursors[0]?.cursor
    const feed = cursors.at(-1)?.cursor
    for (const odd of [feed, 'x', '', Buffer.from('["fill"]').toString('base64url')])
      await expect(openFill(world.context, world.session, odd)).rejects.toMatchObject({ code: 'sync/cursor' })
    await expect(pull(fill)).rejects.toMatchObject({ code: 'sync/cursor' })
    await setEpoch(backend.database.db, 'restored')
    await expect(openFill(world.context, world.session, fill)).rejects.toMatchObject({ code: 'sync/cursor' })
  })

  test('ends when the epoch changes, or its clerk may hold nothing any more', async () => {
    const { db } = backend.database
    const reading = await openFill(pagedBy(2), world.session, undefined)
    const readOn = async (): Promise<void> => {
      for await (const line of reading) if (line === '') return
    }
    await reading.next()
    await saveClerk(db, { ...buildClerk({ id: world.session.clerk.id }), version: 9, active: false })
    await expect(readOn()).rejects.toMatchObject({ code: 'session/required' })
    await saveClerk(db, { ...world.session.clerk, version: 10 })
    const other = await openFill(pagedBy(2), world.session, undefined)
    await other.next()
    await setEpoch(db, 'restored')
    await expect(
      other
        .next()
        .then(() => other.next())
        .then(() => other.next()),
    ).rejects.toMatchObject({ code: 'sync/cursor' })
  })
})
