import { describe, expect, it } from 'vitest'
import { atLeast, atMost, type Bench, quantile, runBench } from './measure.ts'

describe('a bench', () => {
  it('warms up, lets contestants take turns from another place each round, and tears down', async () => {
    const order: string[] = []
    const turn = (name: string, units: number) => () => {
      order.push(name)
      return { units, samples: [1, 2, 3].map((time) => time * units), figures: { memory: units } }
    }
    const bench: Bench = {
      title: 'test',
      units: 'things',
      rows: 4,
      prepare: ({ rows }) => ({
        comparisons: [{ name: 'b to a', of: 'b', to: 'a', by: 'p95' }],
        contestants: [
          { name: 'a', turn: turn('a', rows) },
          { name: 'b', turn: turn('b', 2 * rows) },
        ],
        tearDown: () => void order.push('end'),
      }),
      goals: ([a], ratios) => [atLeast('rate', 0, a?.perSecond), atMost('b to a', 1, ratios['b to a'])],
    }
    const report = await runBench('test', bench, 5, 10)
    expect(order.join('')).toBe('ab' + 'ab' + 'ba' + 'ab' + 'ba' + 'ab' + 'end')
    expect(report).toMatchObject({ bench: 'test', rows: 10, rounds: 5, ratios: { 'b to a': 2 } })
    expect(report.goals).toMatchObject([
      { name: 'rate, at least', goal: 0, met: true },
      { name: 'b to a, at most', goal: 1, value: 2, met: false },
    ])
    const [a, b] = report.results
    expect(a).toMatchObject({ name: 'a', p50: 20, p95: 30, p99: 30, unit: 'ms', figures: { memory: 10 } })
    expect(b?.perSecond).toBeGreaterThan(0)
  })

  it('takes whole turns where nothing is sampled, and leaves the warm-up out where it is told to', async () => {
    let turns = 0
    const bench: Bench = {
      title: 'test',
      units: 'things',
      rows: 1,
      unit: 'MB',
      prepare: () => ({
        comparisons: [{ name: 'same', of: 'a', to: 'a', by: 'rate' }],
        contestants: [{ name: 'a', warmUp: false, turn: () => ({ units: (turns += 1) }) }],
      }),
    }
    const { results, ratios } = await runBench('test', bench, 5)
    expect(turns).toBe(5)
    expect(ratios).toEqual({ same: 1 })
    expect(results[0]).toMatchObject({ unit: 'ms' })
    expect(results[0]?.p95).toBeGreaterThanOrEqual(results[0]?.p50 ?? Number.NaN)
  })

  it('takes each thing’s median over the rounds where the samples are of the same things', async () => {
    let round = 0
    const bench: Bench = {
      title: 'test',
      units: 'things',
      rows: 1,
      paired: true,
      prepare: () => ({
        comparisons: [{ name: 'slow to quick', of: 'slow', to: 'quick', by: 'p99' }],
        contestants: [
          { name: 'quick', turn: () => ({ units: 2, samples: [1, (round += 1) === 3 ? 900 : 2] }) },
          { name: 'slow', turn: () => ({ units: 2, samples: [4, 8] }) },
        ],
      }),
    }
    const { results, ratios } = await runBench('test', bench, 5)
    expect(results[0]).toMatchObject({ p50: 1, p99: 2 })
    expect(ratios).toEqual({ 'slow to quick': 4 })
  })

  it('takes the nearest rank', () => {
    expect([0.05, 0.5, 0.95, 1].map((part) => quantile([5, 1, 4, 2, 3], part))).toEqual([1, 3, 5, 5])
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })

  it('does not take a missing value for a goal that is met', () => {
    for (const missing of [undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(atMost('memory', 300, missing)).toMatchObject({ value: null, met: false })
      expect(atLeast('rate', 0, missing)).toMatchObject({ value: null, met: false })
    }
    // What is printed as JSON says the same.
    const goal = atMost('memory', 300)
    expect(JSON.parse(JSON.stringify(goal))).toEqual(goal)
  })

  it('ends also when a turn fails', async () => {
    let ended = false
    const fail = () => {
      throw new Error('no')
    }
    const bench: Bench = {
      title: 'test',
      units: 'things',
      rows: 1,
      prepare: () => ({
        comparisons: [],
        contestants: [{ name: 'a', turn: fail }],
        tearDown: () => {
          ended = true
        },
      }),
    }
    await expect(runBench('test', bench, 5)).rejects.toThrow('no')
    expect(ended).toBe(true)
  })
})
