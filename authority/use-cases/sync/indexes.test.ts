import { expect, test } from 'vitest'
import { findSession } from '#authority/repositories/sessions.ts'
import { describeOnPostgres } from '#authority/test/backends.ts'
import { addCrowd } from '#authority/test/crowd.ts'
import { type Explained, explainAll } from '#authority/test/explain.ts'
import { addRows, buildWorld } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions } from '#shared/testing/data-updates.ts'
import { pullChanges } from './pull-changes.ts'
import { pushCommands } from './push-commands.ts'

/** Tables of a handful of rows in any register: those may be read from end to end. */
const small = ['clerks', 'meta', 'feed_deltas', 'schedules', 'evidence_lists', 'register_keys', 'reference_versions']

function scans(explained: readonly Explained[]): Explained[] {
  return explained
    .map(({ sql, scanned }) => ({ sql, scanned: scanned.filter((table) => !small.includes(table)) }))
    .filter(({ scanned }) => scanned.length > 0)
}

await describeOnPostgres('a large register', (backend) => {
  test('is read by its indexes alone: pages of the feed, totals, sessions, and every look-up of a push', async () => {
    const { db } = backend.database
    const world = await buildWorld(db)
    const { context, session, desk, noura, salem, member, request } = world
    const other = buildMember({ id: 'm-2', membershipNo: 'm-2', email: 'm-2@example.com' })
    const update = buildDataUpdate(other, ['idNo', 'mobile', 'city'], { id: 'r-2', number: 'r-2' })
    await addRows(db, { members: [other], requests: [update] })
    await addCrowd(db)

    const pulled = await explainAll(db, async (watched) => {
      for (const scope of ['directory', 'branch:riyadh']) {
        let cursor: string | undefined
        for (let pages = 0; pages < 3; pages += 1) {
          const query = { scope, limit: 500, ...(cursor === undefined ? {} : { cursor }) }
          cursor = (await pullChanges({ ...context, db: watched }, session, query)).cursor
        }
      }
    })
    expect(pulled.length).toBeGreaterThan(12)
    expect(scans(pulled)).toEqual([])

    const signedIn = await explainAll(db, (watched) => findSession(watched, 'crowd-7', '2026-01-01T00:00:00.000Z'))
    expect(signedIn).toHaveLength(1)
    expect(scans(signedIn)).toEqual([])

    const proposal = desk.decide({ clerk: noura, request, member })
    const confirmation = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: proposal.id } })
    const byField = desk.decide({
      clerk: noura,
      request: update,
      member: other,
      fields: fieldDecisions({ idNo: 'approve', mobile: 'approve', city: 'return' }),
    })
    const pushed = await explainAll(db, async (watched) => {
      const items = pushItems(proposal, confirmation, byField)
      const output = await pushCommands({ ...context, db: watched }, session, {
        protocol: PROTOCOL_VERSION,
        device: desk.device,
        items,
      })
      expect(output).toMatchObject({ stop: null, receipts: [{}, {}, {}] })
      expect(output.receipts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
    })
    expect(pushed.length).toBeGreaterThan(10)
    expect(scans(pushed)).toEqual([])
  })

  test('a look-up that no index serves would be seen here', async () => {
    const { db } = backend.database
    await buildWorld(db)
    await addCrowd(db)
    const explained = await explainAll(db, (watched) =>
      watched.selectFrom('commands').selectAll().where('bodyHash', '=', 'x').execute(),
    )
    expect(scans(explained)).toMatchObject([{ scanned: ['commands'] }])
  })
})
