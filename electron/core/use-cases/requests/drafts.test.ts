import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { pruneDrafts } from '#core/repositories/drafts.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import { buildClerk, countingIds, fixedClock } from '#shared/testing/builders.ts'
import type { WriteContext } from '../desk-context.ts'
import { getDraft, keepDraft } from './drafts.ts'

const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem' })
const revisionHash = 'a'.repeat(64)
const place = { requestId: 'request-1', revisionHash }
const draft: DecisionDraft = {
  decision: 'return',
  reasons: ['RTN-01'],
  remarks: 'الصورة غير واضحة',
  fields: {},
  attachments: [],
}

let it: TestStore
let desk: WriteContext
beforeEach(() => {
  it = openTestStore()
  desk = { store: it.store, clock: fixedClock(), newId: countingIds('command'), lineIsUp: () => false }
})
afterEach(() => it.end())

test('a draft belongs to its clerk and to one content of a request, until it is let go', () => {
  expect(getDraft(desk, noura, place)).toEqual({ draft: null })
  keepDraft(desk, noura, { ...place, draft })
  keepDraft(desk, noura, { ...place, draft: { ...draft, remarks: 'الصورة غير واضحة ومقلوبة' } })
  expect(getDraft(desk, noura, place).draft?.remarks).toBe('الصورة غير واضحة ومقلوبة')
  expect(getDraft(desk, salem, place)).toEqual({ draft: null })
  expect(getDraft(desk, noura, { ...place, revisionHash: 'b'.repeat(64) })).toEqual({ draft: null })
  expect(getDraft(desk, noura, { ...place, requestId: 'request-2' })).toEqual({ draft: null })

  keepDraft(desk, salem, { ...place, draft })
  expect(keepDraft(desk, noura, { ...place, draft: null })).toEqual({ kept: false })
  expect(getDraft(desk, noura, place)).toEqual({ draft: null })
  expect(getDraft(desk, salem, place)).toEqual({ draft })
})

test('one that nobody touches goes in time', () => {
  keepDraft(desk, noura, { ...place, draft })
  const kept = new Date(desk.clock.now()).toISOString()
  pruneDrafts(it.store, kept)
  expect(getDraft(desk, noura, place)).toEqual({ draft })
  pruneDrafts(it.store, new Date(desk.clock.now() + 1).toISOString())
  expect(getDraft(desk, noura, place)).toEqual({ draft: null })
})
