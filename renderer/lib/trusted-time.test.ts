import { describe, expect, it } from 'vitest'
import { TrustedTime } from './trusted-time.ts'

const day = 86_400_000
const start = Date.parse('2026-11-22T07:00:00.000Z')

/** A clock over a machine whose own is set by hand. */
function machine(wall = start) {
  const at = { wall, elapsed: 500 }
  const time = new TrustedTime({ wall: () => at.wall, elapsed: () => at.elapsed })
  const pass = (ms: number) => {
    at.wall += ms
    at.elapsed += ms
  }
  return { time, pass, set: (ms: number) => void (at.wall += ms) }
}

describe('the time of a window', () => {
  it('is the machine’s until the authority’s is known', () => {
    const { time, pass } = machine()
    expect(time.now()).toBe(start)
    pass(60_000)
    expect(time.now()).toBe(start + 60_000)
  })

  it.each([
    ['three days behind', -3 * day],
    ['three days ahead', 3 * day],
  ])('is the authority’s on a machine that is %s', (_name, off) => {
    const { time, pass } = machine(start + off)
    time.learn(-off / 1000)
    expect(time.now()).toBe(start)
    pass(6000)
    expect(time.now()).toBe(start + 6000)
  })

  it('does not run back when the machine’s clock is set back, and counts on', () => {
    const { time, pass, set } = machine()
    time.learn(0)
    set(-3 * day)
    pass(1000)
    expect(time.now()).toBe(start + 1000)
    // The same said again was measured before.
    time.learn(0)
    expect(time.now()).toBe(start + 1000)
    time.learn((3 * day) / 1000)
    expect(time.now()).toBe(start + 1000)
  })

  it('follows a clock that went forward, as after a sleep, until the authority says otherwise', () => {
    const { time, set } = machine()
    time.learn(0)
    set(day)
    expect(time.now()).toBe(start + day)
    time.learn(-day / 1000)
    expect(time.now()).toBe(start)
  })

  it('tells who follows it when it was put right, and nobody when nothing is new', () => {
    const { time } = machine()
    let told = 0
    const stop = time.follow(() => void (told += 1))
    time.learn(null)
    expect([told, time.version()]).toEqual([0, 0])
    time.learn(90)
    time.learn(90)
    expect([told, time.version()]).toEqual([1, 1])
    stop()
    time.learn(0)
    expect([told, time.version()]).toEqual([1, 2])
  })
})
