import { arch, cpus, platform, totalmem } from 'node:os'

/** What one turn of a contestant did. */
export interface Turn {
  /** Things done in the turn: codes verified, rows written. */
  readonly units: number
  /** Time of each thing, or of each batch of them, in milliseconds; left out where only the whole is measured. */
  readonly samples?: readonly number[]
  /** Anything else that was measured, by name: peak memory, longest block. */
  readonly figures?: Readonly<Record<string, number>>
}

/** One way of doing the same work. The runner times the whole turn. */
export interface Contestant {
  readonly name: string
  readonly turn: () => Turn | Promise<Turn>
}

/** A prepared bench. */
export interface Arena {
  readonly contestants: readonly Contestant[]
  /** The contestant that ratios refer to. */
  readonly baseline: string
  readonly tearDown?: () => void | Promise<void>
}

/** One bench: a file `NAME.bench.ts` in this folder that exports `bench`. */
export interface Bench {
  /** What is measured, in one sentence. */
  readonly title: string
  /** What a unit is, in the plural: `codes`, `rows`. */
  readonly units: string
  readonly prepare: () => Arena | Promise<Arena>
  /** What is to be reached, judged on the results. */
  readonly goals?: (results: readonly Result[]) => readonly Goal[]
}

export interface Goal {
  readonly name: string
  readonly value: number
  readonly met: boolean
}

/** Medians over the rounds. Times in milliseconds. */
export interface Result {
  readonly name: string
  readonly perSecond: number
  readonly milliseconds: number
  readonly p50: number | null
  readonly p95: number | null
  /** Its rate as a part of the baseline's, in the same run. */
  readonly ratio: number
  readonly figures: Readonly<Record<string, number>>
}

export interface Report {
  readonly bench: string
  readonly title: string
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
  readonly goals: readonly Goal[]
}

/** The value that a share `part` (0…1) of the values does not exceed (nearest rank). Throws RangeError without values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('There is nothing to measure.')
  return value
}

const median = (values: readonly number[]): number => quantile(values, 0.5)

interface Timed extends Turn {
  readonly milliseconds: number
}

function resultOf(name: string, turns: readonly Timed[], baseline: readonly Timed[]): Result {
  const rate = ({ units, milliseconds }: Timed) => (units * 1000) / milliseconds
  const percentile = (part: number) => {
    const of = turns.flatMap(({ samples }) => (samples && samples.length > 0 ? [quantile(samples, part)] : []))
    return of.length > 0 ? median(of) : null
  }
  const names = new Set(turns.flatMap(({ figures }) => Object.keys(figures ?? {})))
  const figures = [...names].map(
    (figure) => [figure, median(turns.flatMap((turn) => turn.figures?.[figure] ?? []))] as const,
  )
  // Round by round: what slows a machine for a moment slows both.
  const ratios = turns.flatMap((turn, round) => {
    const other = baseline[round]
    return other ? [rate(turn) / rate(other)] : []
  })
  return {
    name,
    perSecond: median(turns.map(rate)),
    milliseconds: median(turns.map(({ milliseconds }) => milliseconds)),
    p50: percentile(0.5),
    p95: percentile(0.95),
    ratio: median(ratios),
    figures: Object.fromEntries(figures),
  }
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
 */
export async function runBench(name: string, bench: Bench, rounds: number): Promise<Report> {
  const at = new Date().toISOString()
  const { contestants, baseline, tearDown } = await bench.prepare()
  const turns = new Map<string, Timed[]>(contestants.map((contestant) => [contestant.name, []]))
  try {
    for (const { turn } of contestants) await turn()
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
  const results = contestants.map((contestant) =>
    resultOf(contestant.name, turns.get(contestant.name) ?? [], turns.get(baseline) ?? []),
  )
  const { title, units } = bench
  return { bench: name, title, units, at, machine: machine(), rounds, results, goals: bench.goals?.(results) ?? [] }
}
