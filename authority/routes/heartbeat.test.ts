import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { buildApp } from '#authority/app.ts'
import type { App } from '#authority/plugins/app-type.ts'
import { signInOn } from '#authority/test/test-calls.ts'
import { buildWorld } from '#authority/test/test-context.ts'
import { emptyDatabase, openTestPglite } from '#authority/test/test-database.ts'

let app: App | undefined
afterEach(async () => {
  vi.useRealTimers()
  await app?.close()
})

/** The stream of events of somebody who has just signed in, and what it has said so far. */
async function openStream() {
  const database = await openTestPglite()
  await emptyDatabase(database.db)
  const { context, desk, noura } = await buildWorld(database.db)
  app = await buildApp(context, database)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const call = httpRequest(`${url}/v1/events`, { headers: await signInOn(app, desk, noura) })
  call.end()
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  let text = ''
  answer.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  await expect.poll(() => text).toBe(': connected\n\n')
  return { answer, context, heard: () => text.replace(': connected\n\n', '') }
}

test('events: a comment every 20 seconds says that the line stands, and none comes after it was closed', async () => {
  // Sockets and the database keep their own time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { answer, heard } = await openStream()
  vi.advanceTimersByTime(19_999)
  expect(heard()).toBe('')
  vi.advanceTimersByTime(1)
  await expect.poll(heard).toBe(': still here\n\n')
  vi.advanceTimersByTime(40_000)
  await expect.poll(heard).toBe(': still here\n\n'.repeat(3))
  const timers = vi.getTimerCount()
  answer.destroy()
  await expect.poll(() => vi.getTimerCount()).toBe(timers - 1)
})

test('events: a session that ended by its time ends the stream with the next heartbeat', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { answer, context, heard } = await openStream()
  const ended = once(answer, 'end')
  context.clock.advance(13 * 60 * 60 * 1000)
  vi.advanceTimersByTime(20_000)
  await ended
  expect(heard()).toBe(': still here\n\n')
})
