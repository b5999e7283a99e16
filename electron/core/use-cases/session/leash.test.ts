import { expect, test } from 'vitest'
import type { Store } from '#core/db/store.ts'
import { openTestStore } from '#core/db/test-database.ts'
import { noteContact } from '#core/repositories/settings.ts'
import { requireLeash } from './leash.ts'

const at = '2026-11-01T08:00:00.000Z'
const leash = { readDays: 14, decideDays: 7, decideCommands: 500 }
const day = 86_400_000
const start = Date.parse(at)
const over = expect.objectContaining({ code: 'session/leash' })

function withStore(work: (store: Store) => void): void {
  const { store, end } = openTestStore()
  try {
    work(store)
  } finally {
    end()
  }
}

test('without a word from the authority somebody reads for two weeks and decides for one', () =>
  withStore((store) => {
    noteContact(store, 'noura', { at, leash })
    for (const days of [0, 6.9, 7]) requireLeash(store, 'noura', start + days * day, 'decide')
    for (const days of [0, 7.1, 14]) requireLeash(store, 'noura', start + days * day, 'read')
    expect(() => requireLeash(store, 'noura', start + 7.1 * day, 'decide')).toThrow(over)
    expect(() => requireLeash(store, 'noura', start + 14.1 * day, 'read')).toThrow(over)
  }))

test('the next word begins anew; a demo has no leash, nor has who was never told of one', () =>
  withStore((store) => {
    noteContact(store, 'noura', { at, leash })
    noteContact(store, 'noura', { at: new Date(start + 20 * day).toISOString(), leash })
    requireLeash(store, 'noura', start + 26 * day, 'decide')
    noteContact(store, 'salem', { at, leash: null })
    requireLeash(store, 'salem', start + 400 * day, 'decide')
  }))
