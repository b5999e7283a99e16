import { randomBytes } from 'node:crypto'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { backoff } from '#core/sync/backoff.ts'
import { fixedClock } from '#shared/testing/builders.ts'
import { HostFetch } from './host-fetch.ts'
import { LatestWins } from './latest-wins.ts'
import { LentNetwork } from './lend-network.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { uuidV7 } from './uuid-v7.ts'

test('ids grow, also within a millisecond and when the clock is set back', () => {
  const clock = fixedClock()
  const newId = uuidV7(clock, randomBytes)
  const ids = Array.from({ length: 10_000 }, (_, i) => {
    if (i === 5000) clock.advance(-60_000)
    return newId()
  })
  expect(new Set(ids).size).toBe(10_000)
  expect(ids).toEqual(ids.toSorted())
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('the wait after failures doubles, ends at half a minute and is spread by chance', () => {
  expect([1, 2, 3, 7, 40].map((failures) => backoff(failures, 1))).toEqual([1000, 2000, 4000, 30_000, 30_000])
  expect(backoff(3, 0)).toBe(2000)
})

test('of questions that wait only the newest is asked; every one is answered', async () => {
  const asked: number[] = []
  let free: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    free = resolve
  })
  const line = new LatestWins<string>(() => 'overtaken')
  const ask = (n: number) =>
    line.run('search', async () => {
      asked.push(n)
      await gate
      return `answer ${n}`
    })
  const answers = [ask(1), ask(2), ask(3), line.run('other', () => Promise.resolve('free'))]
  expect(await answers[3]).toBe('free')
  free()
  expect(await Promise.all(answers)).toEqual(['answer 1', 'overtaken', 'answer 3', 'free'])
  expect(asked).toEqual([1, 3])
  expect(await ask(4)).toBe('answer 4')
})

describe('the network of the host, lent to a worker', () => {
  const connect = (fetch: AuthorityFetch) => {
    const { port1, port2 } = new MessageChannel()
    const host = new HostFetch(port1)
    const lent = new LentNetwork(fetch, (message) => port2.postMessage(message))
    port1.on('message', (message: ToWorker) => host.receive(message))
    port2.on('message', (message: FromWorker) => lent.receive(message))
    return { host, end: () => port1.close() }
  }
  const init = { method: 'POST', headers: { a: 'b' }, body: 'hello' } as const

  test('streams an answer piece by piece', async () => {
    const { host, end } = connect((url, { method, headers, body }) => {
      const pieces = [`${method} ${url} `, `${headers['a']} ${String(body)}`]
      const stream = new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = pieces.shift()
          if (piece === undefined) controller.close()
          else controller.enqueue(new TextEncoder().encode(piece))
        },
      })
      return Promise.resolve(new Response(stream, { status: 207, headers: { 'x-a': '1' } }))
    })
    const response = await host.fetch('http://x/', { ...init, signal: AbortSignal.timeout(5000) })
    expect([response.status, response.headers.get('x-a')]).toEqual([207, '1'])
    expect(await response.text()).toBe('POST http://x/ b hello')
    end()
  })

  test('reads no more than a few pieces ahead of the worker', async () => {
    let given = 0
    const { host, end } = connect(() => {
      const stream = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            given += 1
            if (given > 200) controller.close()
            else controller.enqueue(new Uint8Array([given]))
          },
        },
        { highWaterMark: 0 },
      )
      return Promise.resolve(new Response(stream))
    })
    const response = await host.fetch('http://x/', { ...init, signal: AbortSignal.timeout(20_000) })
    const reader = response.body?.getReader()
    expect((await reader?.read())?.value).toEqual(new Uint8Array([1]))
    // Everything that was on its way has come when a question that went after it is answered.
    await (await host.fetch('http://x/', { ...init, signal: AbortSignal.timeout(20_000) })).body?.cancel()
    expect(given).toBeLessThan(60)
    let last = 0
    for (;;) {
      const next = await reader?.read()
      if (!next || next.done) break
      last = next.value[0] ?? 0
    }
    expect(last).toBe(200)
    end()
  })

  test('passes a failure on, and breaks off what is no longer wanted', async () => {
    const broken = connect(() => Promise.reject(new Error('no route')))
    await expect(broken.host.fetch('http://x/', { ...init, signal: AbortSignal.timeout(5000) })).rejects.toThrow(
      'no route',
    )
    broken.end()
    let aborted: Promise<void> | undefined
    const endless = connect((_, { signal }) => {
      aborted = new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
      return new Promise<Response>(() => undefined)
    })
    const abort = new AbortController()
    const waiting = endless.host.fetch('http://x/', { ...init, signal: abort.signal })
    setTimeout(() => abort.abort(), 50)
    await expect(waiting).rejects.toThrow('aborted')
    await aborted
    endless.end()
  })
})
