import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import type { WriteContext } from '#core/use-cases/desk-context.ts'
import { decideRequest } from '#core/use-cases/requests/decide-request.ts'
import { buildClerk, buildEmailChange, buildMember, countingIds } from '#shared/testing/builders.ts'
import { startAuthority } from '#tools/run/authority-process.ts'
import { addCasesTo, approvals, push, signIn, startBenchPostgres } from './case-load.ts'
import { atLeast, atMost, type Bench, type Contestant } from './measure.ts'

/** Decisions of a turn on the desk's store. */
const decisions = 300
/** Commands of a turn that are pushed one a call. */
const single = 400
const pulledAt = '2026-11-22T07:00:00.000Z'

/** Approvals by a clerk on a real encrypted store: pending effect, signed command and outbox row, on the disk. */
function approve(test: TestStore): Contestant {
  const { store } = test
  const clerk = buildClerk({ id: 'noura' })
  putSetting(store, 'device', 'desk-1')
  putClerk(store, clerk, JSON.stringify(clerk), 1)
  enrolClerk(store, clerk.id, pulledAt)
  const context: WriteContext = {
    store,
    clock: { now: () => Date.now() },
    newId: countingIds('command'),
    lineIsUp: () => true,
  }
  let made = 0
  return {
    name: 'approve → outbox',
    turn: () => {
      const samples: number[] = []
      for (let n = 0; n < decisions; n += 1) {
        made += 1
        const member = buildMember({ id: `m-${made}`, membershipNo: `m-${made}`, email: `m${made}@example.com` })
        const request = buildEmailChange(member, { id: `r-${made}`, number: `r-${made}` })
        putMember(store, member, JSON.stringify(member), 1, pulledAt)
        putRequest(store, request, JSON.stringify(request), 1)
        const began = performance.now()
        const { id, revisionHash } = request
        decideRequest(context, clerk, { id, revisionHash, decision: 'approve', reasons: [], remarks: '' })
        samples.push(performance.now() - began)
      }
      return { units: decisions, samples }
    },
  }
}

/** The limit beneath it: one small row, on the disk. */
function rowAlone({ store }: TestStore): Contestant {
  store.runOf('CREATE TABLE bench_alone (n INTEGER PRIMARY KEY, text TEXT)')
  return {
    name: 'one row on the disk',
    turn: () => {
      const samples = Array.from({ length: decisions }, () => {
        const began = performance.now()
        store.transaction(() => store.runOf("INSERT INTO bench_alone (text) VALUES ('row')"))
        return performance.now() - began
      })
      return { units: decisions, samples }
    },
  }
}

/** Waiting commands of one desk, pushed to an authority in a process of its own. The cases are made before the clock runs. */
function pushed(
  name: string,
  count: number,
  each: number | undefined,
  at: { url: string; database: string },
): Contestant {
  let desks = 0
  return {
    name,
    warmUp: false,
    turn: async () => {
      desks += 1
      const signedIn = await signIn(at.url, `desk-${each ?? 'many'}-${desks}`)
      const parcels = approvals(signedIn, await addCasesTo(at.database, count), each)
      const began = performance.now()
      for (const parcel of parcels) await push(at.url, signedIn, parcel)
      const seconds = (performance.now() - began) / 1000
      return { units: count, figures: { 'commands/s': count / seconds } }
    },
  }
}

/** The way of a decision: from the key to the desk's disk, and from there to the authority. */
export const bench: Bench = {
  title:
    'Decisions to the encrypted outbox (synchronous FULL), and queued commands of one desk pushed to an authority on PostgreSQL (fsync on)',
  units: 'commands',
  rows: 10_000,
  prepare: async ({ rows }) => {
    const test = openTestStore()
    const postgres = await startBenchPostgres()
    const folder = mkdtempSync(join(tmpdir(), 'bench-decide-'))
    const authority = await startAuthority({ dataFolder: folder, databaseUrl: postgres.url, members: 0 })
    const at = { url: authority.url, database: postgres.url }
    return {
      contestants: [
        approve(test),
        rowAlone(test),
        pushed('pushed as queued', rows, undefined, at),
        pushed('pushed one a call', Math.min(single, rows), 1, at),
      ],
      comparisons: [{ name: 'approve ÷ one row', of: 'approve → outbox', to: 'one row on the disk', by: 'p50' }],
      tearDown: async () => {
        await authority.close()
        await postgres.stop()
        test.end()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
  goals: (results) => {
    const of = (name: string) => results.find((result) => result.name === name)
    return [
      atMost('approve → committed in the outbox, p95 in ms', 5, of('approve → outbox')?.p95),
      atLeast('queued commands pushed a second', 1000, of('pushed as queued')?.figures['commands/s']),
    ]
  },
}
