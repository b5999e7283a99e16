import { describe, expect, it } from 'vitest'
import { type Bench, quantile, runBench } from './measure.ts'

describe('a bench', () => {
  it('warms up, lets contestants take turns from another place each round, and tears down', async () => {
    const order: string[] = []
    const turn = (name: string, units: number) => () => {
      order.push(name)
      return { units, samples: [1, 2, 3], figures: { memory: units } }
    }
    const bench: Bench = {
      title: 'test',
      units: 'things',
      prepare: () => ({
        baseline: 'a',
        contestants: [
          { name: 'a', turn: turn('a', 10) },
          { name: 'b', turn: turn('b', 20) },
        ],
        tearDown: () => void order.push('end'),
      }),
      goals: ([a]) => [{ name: 'rate', value: a?.perSecond ?? 0, met: true }],
    }
    const report = await runBench('test', bench, 5)
    expect(order.join('')).toBe('ab' + 'ab' + 'ba' + 'ab' + 'ba' + 'ab' + 'end')
    expect(report).toMatchObject({ bench: 'test', rounds: 5, goals: [{ name: 'rate', met: true }] })
    const [a, b] = report.results
    expect(a).toMatchObject({ name: 'a', ratio: 1, p50: 2, p95: 3, figures: { memory: 10 } })
    expect(b?.perSecond).toBeGreaterThan(0)
  })

  it('takes the nearest rank', () => {
    expect([0.05, 0.5, 0.95, 1].map((part) => quantile([5, 1, 4, 2, 3], part))).toEqual([1, 3, 5, 5])
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })

  it('ends also when a turn fails', async () => {
    let ended = false
    const fail = () => {
      throw new Error('no')
    }
    const bench: Bench = {
      title: 'test',
      units: 'things',
      prepare: () => ({
        baseline: 'a',
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
