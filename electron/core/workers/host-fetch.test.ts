import { getEventListeners } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { HostFetch } from './host-fetch.ts'

const channel = new MessageChannel()
afterEach(() => channel.port1.removeAllListeners('message'))
// Nothing that the host is told is needed here.
channel.port1.unref()
channel.port2.unref()

/** An exchange that has its answer's head; what comes next ends it. */
async function begin() {
  const host = new HostFetch(channel.port2)
  const stop = new AbortController()
  const request = { method: 'GET' as const, headers: {}, signal: stop.signal }
  const asked = host.fetch('http://authority/v1/meta', request)
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1)
  host.receive({ type: 'fetch-head', id: 1, status: 200, headers: [] })
  return { host, stop, response: await asked }
}

test('an exchange that is over lets go of its signal, however it ended', async () => {
  const ended = await begin()
  ended.host.receive({ type: 'fetch-chunk', id: 1, bytes: new TextEncoder().encode('{}') })
  ended.host.receive({ type: 'fetch-end', id: 1 })
  expect(await ended.response.text()).toBe('{}')
  expect(getEventListeners(ended.stop.signal, 'abort')).toHaveLength(0)

  const failed = await begin()
  failed.host.receive({ type: 'fetch-failed', id: 1, message: 'no line' })
  await expect(failed.response.text()).rejects.toThrow('no line')
  expect(getEventListeners(failed.stop.signal, 'abort')).toHaveLength(0)

  const left = await begin()
  await left.response.body?.cancel()
  expect(getEventListeners(left.stop.signal, 'abort')).toHaveLength(0)

  const broken = await begin()
  broken.stop.abort()
  await expect(broken.response.text()).rejects.toThrow('aborted')
  expect(getEventListeners(broken.stop.signal, 'abort')).toHaveLength(0)
})
