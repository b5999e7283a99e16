import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { AppError, type ErrorCode } from '#shared/kernel/errors.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { Sessions } from './sessions.ts'
import { buildSyncContext } from './test-context.ts'

let it: TestStore
let sessions: Sessions
let told: number
/** What the authority says when a clerk asks for a session; undefined: here it is. */
let refusals: Map<string, ErrorCode>

beforeEach(() => {
  it = openTestStore()
  const { store } = it
  putSetting(store, 'device', 'desk-1')
  for (const id of ['noura', 'salem']) enrolClerk(store, id, '2026-11-22T07:00:00.000Z')
  told = 0
  refusals = new Map()
  const context = buildSyncContext(store, ({ clerkId }) => {
    const code = refusals.get(clerkId)
    if (code) return Promise.reject(new AppError(code))
    const clerk = buildClerk({ id: clerkId })
    return Promise.resolve({ token: `t-${clerkId}`, expiresAt: '', clerk, leash: null, sealingKey: null })
  })
  sessions = new Sessions(context, () => {
    told += 1
  })
})
afterEach(() => it.end())

test.each(['session/sign-in-again', 'session/token-refused', 'session/locked'] as const)(
  '%s: the clerk is told once to sign in, and another clerk speaks for the device',
  async (code) => {
    refusals.set('noura', code)
    await sessions.registerAll()
    await expect(sessions.refresh('noura')).rejects.toMatchObject({ code })
    expect([sessions.hasEnded('noura'), sessions.hasEnded('salem'), told]).toEqual([true, false, 1])
    expect(sessions.findSpeaker()).toBe('salem')

    refusals.clear()
    sessions.hasBegun('noura')
    await sessions.registerAll()
    expect([sessions.hasEnded('noura'), told]).toEqual([false, 2])
  },
)

test('an authority that is away ends nobody’s sign-in', async () => {
  refusals.set('noura', 'authority/unavailable')
  await expect(sessions.registerAll()).rejects.toMatchObject({ code: 'authority/unavailable' })
  expect([sessions.hasEnded('noura'), told]).toEqual([false, 0])
})

test('where one clerk’s session cannot be had, another speaks for the device', async () => {
  await sessions.registerAll()
  putSetting(it.store, 'current-clerk', 'noura')
  const over = new Set(['t-noura'])
  const speak = () =>
    sessions.speakFor({ device: 'desk-1', actor: 'noura' }, (token) =>
      over.has(token) ? Promise.reject(new AppError('session/required')) : Promise.resolve(token),
    )
  refusals.set('noura', 'session/clerk-unknown')
  expect([sessions.findSpeaker(), await speak()]).toEqual(['noura', 't-salem'])
  // Somebody whom the authority knows is asked first from here on.
  expect(sessions.findSpeaker()).toBe('salem')

  over.add('t-salem')
  refusals.set('salem', 'session/sign-in-again')
  await expect(speak()).rejects.toMatchObject({ code: 'session/required' })
  // Who is left is not known there: the round goes on, and the authority says what that means for the desk.
  expect(sessions.findSpeaker()).toBe('noura')
  await expect(speak()).rejects.toMatchObject({ code: 'session/clerk-unknown' })

  refusals.clear()
  over.clear()
  await sessions.refresh('salem')
  expect([sessions.findSpeaker(), await speak()]).toEqual(['salem', 't-salem'])
})

test('who decided is asked first where one says so; who may not is passed over, and what only the actor may waits for them', async () => {
  await sessions.registerAll()
  putSetting(it.store, 'current-clerk', 'salem')
  const asked: string[] = []
  const speak = (first?: string) =>
    sessions.speakFor(
      { device: 'desk-1', actor: 'noura' },
      (token) => {
        asked.push(token)
        return token === 't-salem' ? Promise.reject(new AppError('permission/denied')) : Promise.resolve(token)
      },
      first,
    )
  expect([await speak(), await speak('noura')]).toEqual(['t-noura', 't-noura'])
  expect(asked).toEqual(['t-salem', 't-noura', 't-noura'])

  refusals.set('noura', 'session/sign-in-again')
  await expect(sessions.refresh('noura')).rejects.toMatchObject({ code: 'session/sign-in-again' })
  await expect(speak('noura')).rejects.toMatchObject({ code: 'session/required' })
  // Nobody has to sign in: it is said as it is.
  sessions.hasBegun('noura')
  const deny = () =>
    sessions.speakFor({ device: 'desk-1', actor: 'noura' }, () => Promise.reject(new AppError('permission/denied')))
  await expect(deny()).rejects.toMatchObject({ code: 'permission/denied' })
})

test('while the sign-in service is away who has a session speaks first, and nobody is told to sign in', async () => {
  await sessions.registerAll()
  putSetting(it.store, 'current-clerk', 'noura')
  refusals.set('noura', 'session/provider-away')
  await expect(sessions.refresh('noura')).rejects.toMatchObject({ code: 'session/provider-away' })
  expect([sessions.findSpeaker(), sessions.hasEnded('noura'), told]).toEqual(['salem', false, 0])
  refusals.clear()
  await sessions.refresh('noura')
  expect(sessions.findSpeaker()).toBe('noura')
})
