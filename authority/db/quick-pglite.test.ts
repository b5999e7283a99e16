import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { type OpenDatabase, openPglite } from './open-database.ts'
import { getEmpty } from './prebuilt.ts'

let database: OpenDatabase

beforeAll(async () => {
  database = await openPglite({ dump: await getEmpty(), keep: 'statements' })
  await emptyDatabase(database.db)
})
afterAll(() => database.close())

const say = (name: string, value: string) => database.db.insertInto('meta').values({ name, value }).execute()
const read = (name: string) => database.db.selectFrom('meta').select('value').where('name', '=', name).execute()

test('a statement answers each time by what it is given then', async () => {
  for (const value of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) await say(`kept-${value}`, value)
  for (const value of ['seven', 'one', 'four']) expect(await read(`kept-${value}`)).toEqual([{ value }])
  expect(await read('kept-none')).toEqual([])
  const values = async (list: readonly unknown[]) =>
    (
      await sql`select ${list[0]}::jsonb as json, ${list[1]}::text[] as words, ${list[2]}::bigint as big, ${list[3]}::bytea as bytes, ${list[4]}::boolean as yes`.execute(
        database.db,
      )
    ).rows
  for (const word of ['أ', 'b'])
    expect(
      await values([{ word }, [word, 'c'], 9_007_199_254_740_991, new Uint8Array([0, 255]), word === 'b']),
    ).toEqual([
      {
        json: { word },
        words: [word, 'c'],
        big: 9_007_199_254_740_991,
        bytes: new Uint8Array([0, 255]),
        yes: word === 'b',
      },
    ])
  const changed = await database.db
    .updateTable('meta')
    .set({ value: 'x' })
    .where('name', 'like', 'kept-%')
    .executeTakeFirst()
  expect(changed.numUpdatedRows).toBe(7n)
})

test('what fails fails each time and leaves the connection in order', async () => {
  await say('kept-twice', 'once')
  for (let time = 0; time < 3; time += 1) {
    await expect(say('kept-twice', 'again')).rejects.toMatchObject({ code: '23505' })
    await expect(sql`select no_such_column from meta`.execute(database.db)).rejects.toMatchObject({ code: '42703' })
    expect(await read('kept-twice')).toEqual([{ value: 'once' }])
  }
})

test('a transaction is rolled back as a whole, and the next one is not in it', async () => {
  const { db } = database
  for (let time = 0; time < 2; time += 1) {
    const transaction = db.transaction().execute(async (trx) => {
      await trx.insertInto('meta').values({ name: 'kept-lost', value: 'x' }).execute()
      await trx.insertInto('meta').values({ name: 'kept-lost', value: 'y' }).execute()
    })
    await expect(transaction).rejects.toMatchObject({ code: '23505' })
    expect(await read('kept-lost')).toEqual([])
  }
  await db.transaction().execute((trx) => trx.insertInto('meta').values({ name: 'kept-there', value: 'x' }).execute())
  expect(await read('kept-there')).toEqual([{ value: 'x' }])
})

test('notices of a channel arrive', async () => {
  const heard: string[] = []
  const stop = await database.listen('kept', (text) => heard.push(text))
  for (const text of ['a', 'b']) await sql`select pg_notify('kept', ${text})`.execute(database.db)
  await stop()
  expect(heard).toEqual(['a', 'b'])
})
