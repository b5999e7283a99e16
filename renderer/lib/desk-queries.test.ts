import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it } from 'vitest'
import type { DeskEventName } from '#shared/contracts/events.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { channelsToAskAgain, createDeskQueryClient, deskKeys, deskQuery, followDesk } from './desk-queries.ts'
import { callDesk, type DeskBridge, DeskError } from './ipc-client.ts'
import { trustedTime } from './trusted-time.ts'

type Listener = (event: unknown) => void

/** A preload of the test: answers from `answers`, emits by hand. */
function installBridge(answers: Record<string, unknown>) {
  const listeners = new Map<DeskEventName, Set<Listener>>()
  const asked: string[] = []
  const bridge = {
    invoke: async (channel: string) => {
      asked.push(channel)
      return answers[channel]
    },
    on: (name: DeskEventName, listener: Listener) => {
      const set = listeners.get(name) ?? new Set<Listener>()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
  }
  Object.assign(globalThis, { window: { desk: bridge as unknown as DeskBridge } })
  return {
    asked,
    emit: (name: DeskEventName, event: unknown) => {
      for (const listener of listeners.get(name) ?? []) listener(event)
    },
    listening: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
  }
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'window')
})

describe('callDesk', () => {
  it('gives the value, and throws the row of the table that came back', async () => {
    installBridge({
      'requests.undo': { ok: true, value: { commandId: 'c', requestId: 'r' } },
      'sync.now': { ok: false, error: { code: 'sync/offline', detail: { since: 3 } } },
      'sync.release': { ok: false, error: { code: 'no/such-code', detail: {} } },
    })
    await expect(callDesk('requests.undo', {})).resolves.toEqual({ commandId: 'c', requestId: 'r' })
    await expect(callDesk('sync.now', {})).rejects.toMatchObject({ code: 'sync/offline', detail: { since: 3 } })
    await expect(callDesk('sync.release', {})).rejects.toMatchObject({
      code: 'internal',
      detail: { code: 'no/such-code' },
    })
  })

  it('waits for nobody once its signal is aborted', async () => {
    const bridge = installBridge({ 'sync.now': { ok: true, value: {} } })
    const abort = new AbortController()
    const waiting = callDesk('sync.now', {}, { signal: abort.signal })
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    await expect(callDesk('sync.now', {}, { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
    expect(bridge.asked).toEqual(['sync.now'])
  })

  it('says internal where no preload ran', async () => {
    Object.assign(globalThis, { window: {} })
    await expect(callDesk('sync.now', {})).rejects.toBeInstanceOf(DeskError)
  })
})

describe('the query cache', () => {
  it('asks again when a newer question of the same channel overtook this one, and gives other errors at once', async () => {
    const overtaken = { ok: false, error: { code: 'channel/superseded', detail: {} } }
    const answers: Record<string, unknown> = { 'sync.status': overtaken }
    const { asked } = installBridge(answers)
    const client = createDeskQueryClient()
    const status = client.fetchQuery({
      ...deskQuery('sync.status', {}),
      retry: client.getDefaultOptions().queries?.retry ?? false,
    })
    await expect.poll(() => asked.length).toBeGreaterThan(1)
    answers['sync.status'] = { ok: true, value: 'here' }
    expect(await status).toBe('here')
    answers['sync.status'] = { ok: false, error: { code: 'internal', detail: {} } }
    const before = asked.length
    await expect(client.fetchQuery({ ...deskQuery('sync.status', {}), staleTime: 0 })).rejects.toBeInstanceOf(DeskError)
    expect(asked).toHaveLength(before + 1)
    client.clear()
  })

  it('asks each channel once, however many tables changed', () => {
    const channels = channelsToAskAgain(['members', 'requests', 'outbox', 'clerks'])
    expect(new Set(channels).size).toBe(channels.length)
    expect(channels).toContain('requests.counts')
    expect(channelsToAskAgain(['clerks'])).not.toContain('sync.outbox')
  })

  it('keeps the previous answer for lists, never for one record', () => {
    expect(deskQuery('requests.list', {})).toHaveProperty('placeholderData')
    expect(deskQuery('requests.get', { id: 'r' })).not.toHaveProperty('placeholderData')
  })

  it('marks what changed, takes the badge from events, and stops when told', () => {
    const bridge = installBridge({})
    const client = createDeskQueryClient()
    const stop = followDesk(client)
    client.setQueryData(deskKeys.call('requests.get', { id: 'r' }), {} as never)
    client.setQueryData(deskKeys.call('session.clerks', {}), { clerks: [] })
    bridge.emit('data-changed', { tables: ['requests'] })
    expect(client.getQueryState(deskKeys.call('requests.get', { id: 'r' }))?.isInvalidated).toBe(true)
    expect(client.getQueryState(deskKeys.call('session.clerks', {}))?.isInvalidated).toBe(false)
    const status = { line: 'offline', clock: { aheadSeconds: null, jumps: [] } }
    bridge.emit('sync-status', status)
    expect(client.getQueryData(deskKeys.call('sync.status', {}))).toEqual(status)
    stop()
    expect(bridge.listening()).toBe(0)
  })

  it('puts the window’s clock right by events and answers, until it stops', async () => {
    const ahead = (aheadSeconds: number | null) => ({ clock: { aheadSeconds, jumps: [] } })
    const bridge = installBridge({ 'sync.status': { ok: true, value: ahead(7200) } })
    const client = createDeskQueryClient()
    const stop = followDesk(client)
    const off = () => Math.round((trustedTime.now() - Date.now()) / 1000)
    bridge.emit('sync-status', ahead(259_200))
    expect(off()).toBe(259_200)
    await client.fetchQuery(deskQuery('sync.status', {}))
    await expect.poll(off).toBe(7200)
    stop()
    client.setQueryData(deskKeys.call('sync.status', {}), ahead(0) as never)
    expect(off()).toBe(7200)
    trustedTime.learn(null)
    client.clear()
  })

  it('forgets what one clerk read when another signs in', () => {
    const bridge = installBridge({})
    const client = new QueryClient()
    followDesk(client)
    const session = (id: string) => ({ clerk: buildClerk({ id }), authority: null, protected: true })
    const outbox = deskKeys.call('sync.outbox', {})
    bridge.emit('session-changed', session('a'))
    client.setQueryData(outbox, { items: [] } as never)
    bridge.emit('session-changed', session('a'))
    expect(client.getQueryData(outbox)).toBeDefined()
    bridge.emit('session-changed', session('b'))
    expect(client.getQueryData(outbox)).toBeUndefined()
    expect(client.getQueryData(deskKeys.call('session.current', {}))).toMatchObject({ clerk: { id: 'b' } })
  })
})
