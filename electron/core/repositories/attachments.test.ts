import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { dropAttachment, findAttachment, linkAttachments, pruneAttachments, putAttachment } from './attachments.ts'
import { findDocument, putDocument } from './documents.ts'
import { putRequest } from './requests.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const hash = 'b'.repeat(64)
const at = '2026-11-22T07:00:00.000Z'

function put(over: Partial<Request>): void {
  const request = buildEmailChange(buildMember(), over)
  putRequest(it.store, request, JSON.stringify(request), 1)
}
const scan = { hash, kind: 'other', mediaType: 'image/png', fileName: 'a.png', size: 3, proves: null } as const

/** What a clerk attached to `request-1`. */
function attach(): void {
  putDocument(it.store, hash, new Uint8Array([1, 2, 3]), at)
  putAttachment(it.store, { hash, requestId: 'request-1', clerkId: 'noura', mediaType: 'image/png', size: 3 }, at)
}
const isHere = () => findDocument(it.store, hash) !== undefined

test('what nobody names goes with its attachment', () => {
  put({})
  attach()
  dropAttachment(it.store, hash)
  expect([findAttachment(it.store, hash), isHere()]).toEqual([undefined, false])
})

test.each<[string, Partial<Request>]>([
  ['the request itself', { evidence: [scan] }],
  [
    'a decision on it',
    {
      decisions: [
        {
          commandId: null,
          decision: 'return',
          step: 'decide',
          by: 'salem',
          at,
          reasons: [],
          remarks: '',
          attachments: [{ hash, name: 'a.png', mediaType: 'image/png', size: 3 }],
        },
      ],
    },
  ],
])('what %s names stays', (_, over) => {
  put(over)
  attach()
  dropAttachment(it.store, hash)
  expect([findAttachment(it.store, hash), isHere()]).toEqual([undefined, true])
})

test('what another request of the same member names stays', () => {
  put({})
  put({ id: 'request-2', number: 'R-48-2', evidence: [scan] })
  attach()
  dropAttachment(it.store, hash)
  expect(isHere()).toBe(true)
})

test('a draft goes after its time; so does what rested on a command that is not kept any more', () => {
  put({})
  attach()
  linkAttachments(it.store, 'command-1', [hash])
  pruneAttachments(it.store, at)
  expect(isHere()).toBe(true)
  pruneAttachments(it.store, '2026-11-23T07:00:00.000Z')
  expect([findAttachment(it.store, hash), isHere()]).toEqual([undefined, false])
})
