import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as breathe } from 'node:timers/promises'
import { Checkpointer } from '#core/db/checkpointer.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { RowForms } from '#core/repositories/arrival-forms.ts'
import { Arrivals } from '#core/repositories/arrivals.ts'
import { mergeIndex } from '#core/repositories/index-upkeep.ts'
import { memberForm } from '#core/repositories/members.ts'
import { putAll, takeAll } from '#core/sync/slices.ts'
import { databaseFile } from '#core/workers/reader-desk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { Change } from '#shared/protocol/pull.ts'
import { atLeast, atMost, type Bench, quantile, type Turn } from './measure.ts'
import { type BenchRegister, openBenchRegister } from './register.ts'

/** Rows of a batch, and of the pages in which they come; batches in a turn. */
const changedRows = 1000
const pageRows = 500
const batches = 3
const at = '2026-11-22T08:00:00.000Z'

/** What an authority's day changes: six of ten an employer or a sign-in, three an address or a mobile, one a name. */
function changed(member: Member, n: number): Member {
  const next = { ...member, version: member.version + 1, updatedAt: at }
  if (n % 10 < 6) return { ...next, employerAr: `${member.employerAr} ${next.version}` }
  if (n % 10 < 9) return { ...next, email: `n${next.version}.${member.email}` }
  return { ...next, nameAr: { ...member.nameAr, father: member.nameAr.father === 'سعد' ? 'فهد' : 'سعد' } }
}

/** Members from all over the register, each once in a batch, in no order. */
function drawBatch(store: Store, rows: number, turn: number): Change[] {
  const step = Math.max(1, Math.floor(rows / changedRows))
  const ids = Array.from({ length: Math.min(changedRows, rows) }, (_, n) => (n * step * 7919 + turn * 13) % rows)
  return [...new Set(ids)].flatMap((id, n) => {
    const row = store.findOf<{ row: string }>(
      'SELECT row FROM members WHERE id = ?',
      `member-${String(id + 1).padStart(7, '0')}`,
    )
    if (!row) return []
    const member = changed(JSON.parse(row.row) as Member, n)
    return [{ table: 'members', id: member.id, version: member.version, row: member }]
  })
}

async function applyFeed(store: Store, changes: readonly Change[]): Promise<void> {
  const context = { store, breathe: () => breathe(), elapsed: () => performance.now() }
  for (let from = 0; from < changes.length; from += pageRows) {
    const forms = new RowForms()
    await takeAll(context, changes.slice(from, from + pageRows), (change) => forms.take(change))
    const arrivals = new Arrivals({ scope: 'directory', generation: 1, at }, forms.inOrder(), { fresh: false })
    await putAll(context, arrivals)
    store.endBulk()
  }
}

/** Every column and every word of every row again, in the order in which they come. */
function upsertNaively(store: Store, changes: readonly Change[]): void {
  store.transaction(() => {
    for (const { row } of changes) {
      const { id, version, text, columns: c, row: kept } = memberForm(row as Member, JSON.stringify(row))
      const standing = store.findOf<{ place: number }>('SELECT place FROM members WHERE id = ?', id)
      if (!standing) throw new Error('Only members who are there change')
      store.runOf('INSERT INTO member_changes (place, words) VALUES (CAST(? AS INTEGER), ?)', standing.place, text)
      store.runOf('DELETE FROM member_index WHERE rowid = CAST(? AS INTEGER)', standing.place)
      store.runOf('DELETE FROM members WHERE place = CAST(? AS INTEGER)', standing.place)
      store.runOf(
        `INSERT INTO members (place, id, version, generation, membership_no, id_no, mobile, email, name_key, birth_date,
           index_key, pulled_at, row) VALUES (CAST(? AS INTEGER), ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        standing.place,
        id,
        version,
        c.membership_no,
        c.id_no,
        c.mobile,
        c.email,
        c.name_key,
        c.birth_date,
        c.index_key,
        at,
        kept,
      )
      store.runOf('INSERT INTO member_index (rowid, tokens) VALUES (CAST(? AS INTEGER), ?)', standing.place, text)
    }
  })
}

/** The clerk who types. */
interface Typist {
  begin(): void
  /** Ends the typing; answers what each answer was waited for. */
  rest(): Promise<number[]>
  end(): void
}

async function startTypist(dir: string, register: BenchRegister): Promise<Typist> {
  const words = ['--profile', dir, '--key', Buffer.from(register.key).toString('hex'), '--clerk', register.clerk.id]
  const child = spawn(process.execPath, [join(import.meta.dirname, 'feed-search.ts'), ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  if ((await lines.next()).value !== 'ready') throw new Error('The reader did not start')
  return {
    begin: () => void child.stdin.write('type\n'),
    rest: async () => {
      child.stdin.write('rest\n')
      return JSON.parse(String((await lines.next()).value)) as number[]
    },
    end: () => void child.stdin.end(),
  }
}

const ours = 'changed columns, in order'
const naive = 'naive upsert'
const limit = 'their pages alone'

/** What nobody can leave out: each row's page is read and written, with one column of it changed, in two transactions. */
function touch(store: Store, changes: readonly Change[]): void {
  for (let from = 0; from < changes.length; from += pageRows)
    store.cheapTransaction(() => {
      for (const { id, version } of changes.slice(from, from + pageRows))
        store.runOf('UPDATE members SET version = ?, pulled_at = ? WHERE id = ?', version, at, id)
    })
}

/** A thousand changed rows on a full, encrypted register. */
export const bench: Bench = {
  title:
    'a page of 1,000 changed members on a register that a clerk searches meanwhile; times are of 1,000 rows; members',
  units: 'rows',
  rows: 1_000_000,
  prepare: ({ rows }) => {
    const register = openBenchRegister(rows)
    const home = mkdtempSync(join(tmpdir(), 'bench-feed-'))
    const contestant = (name: string, apply: (store: Store, changes: readonly Change[]) => Promise<void> | void) => {
      const dir = join(home, name.replace(/\W+/g, '-'))
      cpSync(register.dir, dir, { recursive: true })
      const store = openStore(databaseFile(dir), register.key, 'writer')
      // The naive way leaves merging, and writing the log back, to the engine: in the middle of transactions.
      if (name === naive) {
        store.runOf("INSERT INTO member_index (member_index, rank) VALUES ('automerge', 4)")
        store.findOf('PRAGMA wal_autocheckpoint = 1000')
      }
      const checkpointer = name !== naive ? new Checkpointer(databaseFile(dir), register.key) : undefined
      let turns = 0
      let typist: Typist | undefined
      return {
        name,
        close: () => {
          typist?.end()
          checkpointer?.close()
          store.close()
        },
        turn: async (): Promise<Turn> => {
          // One for the whole bench, as a clerk's desk is there for the whole day.
          typist ??= await startTypist(dir, register)
          typist.begin()
          const samples: number[] = []
          let units = 0
          for (let batch = 0; batch < batches; batch += 1) {
            turns += 1
            const changes = drawBatch(store, rows, turns)
            const began = performance.now()
            await apply(store, changes)
            samples.push(performance.now() - began)
            units += changes.length
            // When nobody waits; in the desk the log is the counter's, which has a core of its own for it.
            checkpointer?.run()
            while (name === ours && mergeIndex(store)) await breathe()
          }
          const waits = await typist.rest()
          return { units, samples, figures: { 'search meanwhile, p95 ms': quantile(waits, 0.95) } }
        },
      }
    }
    const contestants = [contestant(ours, applyFeed), contestant(naive, upsertNaively), contestant(limit, touch)]
    return {
      contestants,
      comparisons: [
        { name: `p95 of ${naive} to ${ours}`, of: naive, to: ours, by: 'p95' },
        { name: `p95 of ${ours} to ${limit}`, of: ours, to: limit, by: 'p95' },
      ],
      tearDown: () => {
        for (const { close } of contestants) close()
        rmSync(home, { recursive: true, force: true })
      },
    }
  },
  goals: (results, ratios) => {
    const feed = results.find(({ name }) => name === ours)
    return [
      atMost('1,000 changed rows, p95 ms', 200, feed?.p95),
      atLeast('times below a naive upsert', 5, ratios[`p95 of ${naive} to ${ours}`]),
      atMost('search meanwhile, p95 ms', 5, feed?.figures['search meanwhile, p95 ms']),
    ]
  },
}
