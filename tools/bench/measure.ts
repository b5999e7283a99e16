import { arch, cpus, platform, totalmem } from 'node:os'

/** What one turn of a contestant did. */
export interface Turn {
  /** Things done in the turn: codes verified, rows written. */
  readonly units: number
  /** Time of each thing, or of each batch of them, in the bench's unit; left out where only the whole is measured. */
  readonly samples?: readonly number[]
  /** Anything else that was measured, by name: peak memory, longest block. */
  readonly figures?: Readonly<Record<string, number>>
}

/** One way of doing the same work. The runner times the whole turn. */
export interface Contestant {
  readonly name: string
  readonly turn: () => Turn | Promise<Turn>
  /** False where a turn is long and begins cold each time: it is not run once before the rounds. */
  readonly warmUp?: boolean
}

/** How one contestant compares to another: a rate (units/s) or a percentile, round by round, and the median of those. */
export interface Comparison {
  readonly name: string
  readonly of: string
  readonly to: string
  readonly by: 'rate' | 'p50' | 'p95' | 'p99'
}

/** A prepared bench. */
export interface Arena {
  readonly contestants: readonly Contestant[]
  /** What is compared within the run. */
  readonly comparisons: readonly Comparison[]
  readonly tearDown?: () => void | Promise<void>
}

export interface BenchOptions {
  /** How many rows the bench works on. */
  readonly rows: number
}

/** One bench: a file `NAME.bench.ts` in this folder that exports `bench`. */
export interface Bench {
  /** What is measured, in one sentence. */
  readonly title: string
  /** What a unit is, in the plural: `codes`, `rows`. */
  readonly units: string
  /** Rows it works on unless `--members` says otherwise. */
  readonly rows: number
  /** Unit of samples, p50, p95 and p99; milliseconds when absent. */
  readonly unit?: string
  /**
   * Whether the samples of every round are of the same things in the same order. Then each thing has its median over the
   * rounds, and percentiles are over things: what the scheduler of a busy machine does now and then is in none of them.
   */
  readonly paired?: boolean
  readonly prepare: (options: BenchOptions) => Arena | Promise<Arena>
  /** What is to be reached, judged on results and comparisons. */
  readonly goals?: (results: readonly Result[], ratios: Readonly<Record<string, number>>) => readonly Goal[]
}

export interface Goal {
  readonly name: string
  /** The bound; the name says on which side of it the value belongs. */
  readonly goal: number
  /** Null where nothing was measured; such a goal is not met. */
  readonly value: number | null
  readonly met: boolean
}

/** Medians over the rounds. */
export interface Result {
  readonly name: string
  /** Percentiles of what was sampled; of whole turns where nothing was. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Unit of the percentiles. */
  readonly unit: string
  readonly perSecond: number
  /** A whole turn, in milliseconds. */
  readonly milliseconds: number
  readonly figures: Readonly<Record<string, number>>
}

export interface Report {
  readonly bench: string
  readonly title: string
  readonly rows: number
  readonly units: string
  /** ISO instant. */
  readonly at: string
  readonly machine: {
    readonly processor: string
    readonly cores: number
    readonly memoryGb: number
    readonly node: string
  }
  readonly rounds: number
  readonly results: readonly Result[]
  readonly ratios: Readonly<Record<string, number>>
  readonly goals: readonly Goal[]
}

/** The value that a share `part` (0…1) of the values does not exceed (nearest rank). Throws RangeError without values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('There is nothing to measure.')
  return value
}

/** A goal on one side of its bound. What is no number, as a share of nothing, was not measured. */
function judge(name: string, goal: number, value: number | undefined, isMet: (value: number) => boolean): Goal {
  if (value === undefined || !Number.isFinite(value)) return { name, goal, value: null, met: false }
  return { name, goal, value, met: isMet(value) }
}

/** A goal that a value may not exceed. A value that is missing does not meet it. */
export function atMost(name: string, goal: number, value?: number): Goal {
  return judge(`${name}, at most`, goal, value, (measured) => measured <= goal)
}

/** A goal that a value must reach. A value that is missing does not meet it. */
export function atLeast(name: string, goal: number, value?: number): Goal {
  return judge(`${name}, at least`, goal, value, (measured) => measured >= goal)
}

const median = (values: readonly number[]): number => quantile(values, 0.5)

interface Timed extends Turn {
  readonly milliseconds: number
}

const rate = ({ units, milliseconds }: Timed) => (units * 1000) / milliseconds
const percentile = (turn: Timed, part: number) =>
  turn.samples && turn.samples.length > 0 ? quantile(turn.samples, part) : turn.milliseconds
const percentiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const

/** One turn with the median of each sample over the rounds. */
function pairedTurn(turns: readonly Timed[]): Timed[] {
  const [first] = turns
  if (!first?.samples) return [...turns]
  const samples = first.samples.map((_, at) => median(turns.flatMap((turn) => turn.samples?.[at] ?? [])))
  return [{ ...first, samples }]
}

function resultOf(name: string, unit: string, turns: readonly Timed[], paired: readonly Timed[]): Result {
  const sampled = turns.some(({ samples }) => samples && samples.length > 0)
  const over = (part: number) =>
    sampled
      ? median(paired.map((turn) => percentile(turn, part)))
      : quantile(
          turns.map(({ milliseconds }) => milliseconds),
          part,
        )
  const names = new Set(turns.flatMap(({ figures }) => Object.keys(figures ?? {})))
  const figures = [...names].map(
    (figure) => [figure, median(turns.flatMap((turn) => turn.figures?.[figure] ?? []))] as const,
  )
  return {
    name,
    p50: over(percentiles.p50),
    p95: over(percentiles.p95),
    p99: over(percentiles.p99),
    unit: sampled ? unit : 'ms',
    perSecond: median(turns.map(rate)),
    milliseconds: median(turns.map(({ milliseconds }) => milliseconds)),
    figures: Object.fromEntries(figures),
  }
}

/** Round by round: what slows a machine for a moment slows both. */
function compare(turnsOf: (name: string) => readonly Timed[], { of, to, by }: Comparison): number {
  const measure = (turn: Timed) => (by === 'rate' ? rate(turn) : percentile(turn, percentiles[by]))
  const others = turnsOf(to)
  return median(
    turnsOf(of).flatMap((turn, round) => {
      const other = others[round]
      return other ? [measure(turn) / measure(other)] : []
    }),
  )
}

/** This machine, without anything that names it. */
export function machine(): Report['machine'] {
  return {
    processor: `${cpus()[0]?.model.trim() ?? 'unknown'} (${platform()} ${arch()})`,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
}

/**
 * Runs a bench: every contestant once to warm up, then `rounds` rounds in which they take turns, each beginning one place
 * later, so that no place in the round favours anybody.
 *
 * @param rows how many rows to work on, where not as many as the bench usually takes.
 */
export async function runBench(name: string, bench: Bench, rounds: number, rows = bench.rows): Promise<Report> {
  const at = new Date().toISOString()
  const { contestants, comparisons, tearDown } = await bench.prepare({ rows })
  const turns = new Map<string, Timed[]>(contestants.map((contestant) => [contestant.name, []]))
  try {
    for (const { turn, warmUp } of contestants) if (warmUp !== false) await turn()
    for (let round = 0; round < rounds; round += 1) {
      for (let place = 0; place < contestants.length; place += 1) {
        const contestant = contestants[(place + round) % contestants.length]
        if (!contestant) continue
        const began = performance.now()
        const turn = await contestant.turn()
        turns.get(contestant.name)?.push({ ...turn, milliseconds: performance.now() - began })
      }
    }
  } finally {
    await tearDown?.()
  }
  const { title, units, unit = 'ms' } = bench
  const turnsOf = (contestant: string) => turns.get(contestant) ?? []
  const paired = (contestant: string) => (bench.paired ? pairedTurn(turnsOf(contestant)) : turnsOf(contestant))
  const results = contestants.map((contestant) =>
    resultOf(contestant.name, unit, turnsOf(contestant.name), paired(contestant.name)),
  )
  const ratios = Object.fromEntries(
    comparisons.map((comparison) => [
      comparison.name,
      compare(comparison.by === 'rate' ? turnsOf : paired, comparison),
    ]),
  )
  const goals = bench.goals?.(results, ratios) ?? []
  return { bench: name, title, rows, units, at, machine: machine(), rounds, results, ratios, goals }
}
