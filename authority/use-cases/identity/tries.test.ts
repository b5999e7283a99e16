import { expect, test } from 'vitest'
import { describeOnBoth } from '../../test/backends.ts'
import { beginTry, forgive, waitAfter } from './tries.ts'

const noon = Date.parse('2026-11-22T09:00:00.000Z')
const trier = { username: 'noura', address: '10.0.0.1' }
const seconds = (until: string | null, now: number) => (until === null ? 0 : (Date.parse(until) - now) / 1000)

await describeOnBoth('tries of a sign-in', (backend) => {
  test('five are free; then each wrong one waits longer, up to a quarter of an hour, and a day forgets them', async () => {
    const { db } = backend.database
    let now = noon
    const waits: number[] = []
    for (let time = 0; time < 11; time += 1) {
      expect(await beginTry(db, trier, now)).toBeNull()
      const wait = seconds(await waitAfter(db, trier, now), now)
      waits.push(wait)
      if (wait > 0) {
        // Nothing is tried meanwhile, and what is not tried does not count.
        expect(seconds(await beginTry(db, trier, now + 1000), now + 1000)).toBe(wait - 1)
        now += wait * 1000
      }
    }
    expect(waits).toEqual([0, 0, 0, 0, 60, 120, 240, 480, 900, 900, 900])
    now += 25 * 3_600_000
    expect(await beginTry(db, trier, now)).toBeNull()
    expect(await waitAfter(db, trier, now)).toBeNull()
  })

  test('of many at once no more are looked at than of those one after the other', async () => {
    const { db } = backend.database
    const answers = await Promise.all(Array.from({ length: 30 }, () => beginTry(db, trier, noon)))
    expect(answers.filter((until) => until === null)).toHaveLength(5)
  })

  test('right ones do not count, and a whole sign-in begins anew', async () => {
    const { db } = backend.database
    for (let time = 0; time < 12; time += 1) {
      expect(await beginTry(db, trier, noon)).toBeNull()
      await forgive(db, trier, false)
    }
    for (let time = 0; time < 4; time += 1) await beginTry(db, trier, noon)
    await beginTry(db, trier, noon)
    await forgive(db, trier, true)
    for (let time = 0; time < 4; time += 1) expect(await beginTry(db, trier, noon)).toBeNull()
    expect(await waitAfter(db, trier, noon)).toBeNull()
  })

  test('an address that tries one name after the other waits too, and others do not', async () => {
    const { db } = backend.database
    for (let name = 0; name < 20; name += 1)
      expect(await beginTry(db, { ...trier, username: `name-${name}` }, noon)).toBeNull()
    expect(seconds(await beginTry(db, { ...trier, username: 'fresh' }, noon), noon)).toBe(60)
    expect(await beginTry(db, { username: 'fresh', address: '10.0.0.2' }, noon)).toBeNull()
    const rows = await db.selectFrom('signInFailures').select('subject').execute()
    expect(rows.map(({ subject }) => subject).join()).not.toContain('name-1')
  })
})
