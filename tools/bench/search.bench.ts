import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { openStore } from '#core/db/open-store.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { RecentMembers } from '#core/repositories/member-search.ts'
import { searchMembers } from '#core/use-cases/members/search-members.ts'
import type { ParsedInput } from '#shared/contracts/contract-map.ts'
import { MemberState } from '#shared/domain/members/member.ts'
import { cities } from '#shared/domain/reference/register-codes.ts'
import { keystrokes, misspelt } from './keystrokes.ts'
import { type Arena, atLeast, atMost, type Bench, type BenchOptions, type Contestant } from './measure.ts'
import { type BenchRegister, openBenchRegister } from './register.ts'
import type { PeerStart } from './search-peer.ts'

type Input = ParsedInput<'members.search'>

/** Peers answer a part of the keystrokes of names, spread over them: all of them would take hours. */
const peerKeystrokes = { FlexSearch: 60, MiniSearch: 6 } as const

/** The use-case as the reader's thread runs it: lists in memory, page of 50 with reasons, exact count. */
function openSearch(register: BenchRegister) {
  const store = openStore(register.file, register.key, 'reader')
  const aids = { postings: new MemberPostings(), recent: new RecentMembers() }
  const clock = { now: () => Date.parse('2026-11-22T07:00:00.000Z') }
  while (aids.postings.warm(store, 100) !== 'warm') continue
  const contestant = (name: string, inputs: readonly Omit<Input, 'limit'>[]): Contestant => ({
    name,
    turn: () => {
      const samples = inputs.map((input) => {
        const began = performance.now()
        searchMembers({ store, clock }, aids, register.clerk, { limit: 50, ...input })
        return performance.now() - began
      })
      return { units: inputs.length, samples, figures: { 'lists, MB': aids.postings.bytes / 1e6 } }
    },
  })
  /** What no search that shows rows can do without: fifty of them, wherever they lie, deciphered and parsed. */
  const limit = (name: string, apart: boolean): Contestant => {
    const places = store.allOf<{ place: number }>('SELECT place FROM members ORDER BY place').map(({ place }) => place)
    const step = 7919
    const pages = Array.from({ length: 200 }, (_, page) =>
      Array.from({ length: 50 }, (_, row) => places[((page * 50 + row) * (apart ? step : 1)) % places.length] ?? 0),
    )
    return {
      name,
      turn: () => {
        const samples = pages.map((page) => {
          const began = performance.now()
          for (const place of page) {
            const found = store.findOf<{ row: string }>('SELECT row FROM members WHERE place = ?', place)
            JSON.parse(found?.row ?? 'null')
          }
          return performance.now() - began
        })
        return { units: pages.length, samples }
      },
    }
  }
  return { contestant, limit, close: () => store.close() }
}

async function openPeer(
  peer: PeerStart['peer'],
  { file, key }: BenchRegister,
  typed: readonly string[],
): Promise<{ contestant: Contestant; worker: Worker }> {
  const worker = new Worker(new URL('./search-peer.ts', import.meta.url), {
    workerData: { peer, file, key } satisfies PeerStart,
    resourceLimits: { maxOldGenerationSizeMb: 8000 },
  })
  const began = performance.now()
  await once(worker, 'message')
  const indexed = (performance.now() - began) / 1000
  const every = Math.max(1, Math.floor(typed.length / peerKeystrokes[peer]))
  const mine = typed.filter((_, at) => at % every === 0)
  const turn = async () => {
    worker.postMessage(mine)
    const [samples] = (await once(worker, 'message')) as [number[]]
    return { units: mine.length, samples, figures: { 'to index, s': indexed } }
  }
  return { contestant: { name: peer, turn, warmUp: false }, worker }
}

async function prepare({ rows }: BenchOptions): Promise<Arena> {
  const register = openBenchRegister(rows)
  const { contestant, limit, close } = openSearch(register)
  const typed = keystrokes(rows, 150)
  const wrong = misspelt(rows, 200)
  const many = (text: string) => Array.from({ length: 200 }, () => ({ text }))
  const filters = [
    ...MemberState.options.map((state) => ({ state })),
    ...Object.keys(cities)
      .slice(0, 8)
      .map((city) => ({ city })),
    { state: 'active' as const, city: 'riyadh', family: 'nursing' },
  ]
  const named = typed.filter((text) => /^\p{L}+/u.test(text) && !text.includes('@')).filter((_, at) => at % 5 === 0)
  const names = typed.filter((text) => /^[\p{L}\s'-]+$/u.test(text))
  const peers = [await openPeer('FlexSearch', register, names), await openPeer('MiniSearch', register, names)]
  return {
    contestants: [
      contestant(
        'keystrokes',
        typed.map((text) => ({ text })),
      ),
      contestant(
        'filter and name',
        named.map((text, at) => ({ text, filters: filters[at % filters.length] })),
      ),
      contestant('محمد', many('محمد')),
      contestant('a rare word', many(`${rarest(register)} `)),
      contestant(
        'spelled right',
        wrong.map(({ right }) => ({ text: right })),
      ),
      contestant(
        'one letter wrong',
        wrong.map(({ wrong: text }) => ({ text })),
      ),
      limit('fifty rows that lie together', false),
      limit('fifty rows that lie apart', true),
      ...peers.map((peer) => peer.contestant),
    ],
    comparisons: [
      { name: 'p95 of FlexSearch to ours', of: 'FlexSearch', to: 'keystrokes', by: 'p95' },
      { name: 'p95 of MiniSearch to ours', of: 'MiniSearch', to: 'keystrokes', by: 'p95' },
      { name: 'محمد to a rare word', of: 'محمد', to: 'a rare word', by: 'p50' },
      { name: 'one letter wrong to spelled right', of: 'one letter wrong', to: 'spelled right', by: 'p50' },
    ],
    tearDown: async () => {
      close()
      await Promise.all(peers.map(({ worker }) => worker.terminate()))
    },
  }
}

/** The word of names that the fewest members have, of those whom a whole page has. */
function rarest({ file, key }: BenchRegister): string {
  const store = openStore(file, key, 'reader')
  try {
    const found = store.findOf<{ term: string }>(
      "SELECT term FROM member_words WHERE term > '~~' AND doc >= 50 ORDER BY doc LIMIT 1",
    )
    return found?.term ?? ''
  } finally {
    store.close()
  }
}

/** Searching members, key by key, with exact counts. */
export const bench: Bench = {
  title: 'keystrokes of a search over encrypted members, page of 50 with reasons and exact count',
  units: 'keystrokes',
  paired: true,
  rows: 1_000_000,
  prepare,
  goals: (results, ratios) => {
    const of = (name: string) => results.find((result) => result.name === name)
    return [
      atMost('p95 of a keystroke, ms', 1, of('keystrokes')?.p95),
      atMost('p99 of a keystroke, ms', 2, of('keystrokes')?.p99),
      atMost('p95 of a filter and a name, ms', 2, of('filter and name')?.p95),
      atLeast('p95 of FlexSearch to ours', 100, ratios['p95 of FlexSearch to ours']),
      atLeast('p95 of MiniSearch to ours', 1000, ratios['p95 of MiniSearch to ours']),
      atMost('محمد to a rare word', 2, ratios['محمد to a rare word']),
      atMost('one letter wrong to spelled right', 3, ratios['one letter wrong to spelled right']),
    ]
  },
}
