import { describe, expect, it } from 'vitest'
import type { OutboxItem, OutboxState, Overtaken } from '#shared/contracts/outbox.ts'
import type { FieldDecision } from '#shared/domain/requests/request.ts'
import {
  actsOf,
  causeWordsOf,
  groupItems,
  groupOf,
  reconciles,
  resultOf,
  timesSent,
  titleOf,
  wordsToCopy,
} from './outbox-model.ts'

const today = '2026-11-22'
const conflict: NonNullable<OutboxItem['conflict']> = { fields: [], baseVersion: 1, theirsVersion: 2, theirsAt: null }
const decidedThere: Extract<Overtaken, { kind: 'request' }> = {
  kind: 'request',
  state: 'awaiting-second',
  decisions: [],
  ended: null,
}
const nothing = { undo: false, retry: false, redo: false, discard: false }

function item(over: Partial<OutboxItem>): OutboxItem {
  return {
    commandId: 'c',
    state: 'waiting',
    act: {
      kind: 'request.decide',
      decision: 'approve',
      step: 'propose',
      requestId: 'r',
      requestNumber: 'R-1',
      requestKind: 'email-change',
      reasons: [],
      fields: {},
    },
    memberId: 'm',
    nameAr: 'فهد',
    nameEn: 'Fahad',
    remarks: '',
    madeAt: '2026-11-20T07:00:00.000Z',
    tries: 0,
    lastTriedAt: null,
    cause: null,
    receiptedAt: null,
    rebased: false,
    after: null,
    redoneAs: null,
    attachments: [],
    conflict: null,
    overtaken: null,
    can: nothing,
    ...over,
  }
}

describe('groups', () => {
  it.each<[OutboxState, string | null, string]>([
    ['held', null, 'waiting'],
    ['waiting', null, 'waiting'],
    ['sending', null, 'waiting'],
    ['retrying', null, 'waiting'],
    ['parked', null, 'attention'],
    ['refused', '2026-11-01T07:00:00.000Z', 'attention'],
    ['applied', '2026-11-22T07:00:00.000Z', 'today'],
    // One in the morning in Riyadh is still the day before in UTC.
    ['applied', '2026-11-21T22:00:00.000Z', 'today'],
    ['applied', '2026-11-21T20:59:00.000Z', 'earlier'],
    ['withdrawn', null, 'waiting'],
    ['withdrawn', '2026-11-22T07:00:00.000Z', 'today'],
    ['settled', null, 'earlier'],
  ])('%s with its receipt at %s stands under %s', (state, receiptedAt, group) => {
    expect(groupOf(item({ state, receiptedAt }), today)).toBe(group)
  })

  it('puts what needs the clerk first and keeps the order inside', () => {
    const items = [
      item({ commandId: '1', state: 'applied', receiptedAt: '2026-11-22T07:00:00.000Z' }),
      item({ commandId: '2', state: 'waiting' }),
      item({ commandId: '3', state: 'refused' }),
      item({ commandId: '4', state: 'parked' }),
    ]
    expect(groupItems(items, today).map((group) => [group.id, group.items.map((one) => one.commandId)])).toEqual([
      ['attention', ['3', '4']],
      ['waiting', ['2']],
      ['today', ['1']],
    ])
  })
})

describe('acts', () => {
  const can = (over: Partial<OutboxItem['can']>) => ({ ...nothing, ...over })
  it.each<[string, Partial<OutboxItem>, string[]]>([
    [
      'a conflict',
      { state: 'refused', cause: 'sync/conflict', conflict, can: can({ redo: true, discard: true }) },
      ['redo', 'open', 'keep'],
    ],
    [
      'a conflict that cannot be redone as it is',
      { state: 'refused', cause: 'sync/conflict', conflict, can: can({ discard: true }) },
      ['open', 'keep'],
    ],
    [
      'a request that somebody else decided',
      { state: 'refused', cause: 'sync/conflict', overtaken: decidedThere, can: can({ discard: true }) },
      ['open', 'discard'],
    ],
    [
      'a rejection that still counts after the other one’s first approval',
      { state: 'refused', cause: 'sync/conflict', overtaken: decidedThere, can: can({ redo: true, discard: true }) },
      ['redo', 'open', 'discard'],
    ],
    [
      'a refused dependent',
      { state: 'refused', cause: 'sync/dependency', can: can({ redo: true, discard: true }) },
      ['redo', 'open', 'discard'],
    ],
    ['a parked one', { state: 'parked', can: can({ retry: true, discard: true }) }, ['retry', 'open', 'discard']],
    ['one not sent', { state: 'waiting', can: can({ undo: true, discard: true }) }, ['undo', 'open']],
    ['one on its way', { state: 'sending' }, ['open']],
    ['a receipted one', { state: 'applied' }, ['open']],
  ])('of %s', (_name, over, acts) => {
    expect(actsOf(item(over))).toEqual(acts)
  })

  it('names why it was refused', () => {
    expect(titleOf(item({ state: 'refused', cause: 'sync/conflict' }))).toBe('conflict')
    expect(titleOf(item({ state: 'refused', cause: 'sync/conflict', overtaken: decidedThere }))).toBe('overtaken')
    expect(titleOf(item({ state: 'refused', cause: 'sync/dependency' }))).toBe('dependency')
    expect(titleOf(item({ state: 'refused', cause: 'requests/rules-not-met' }))).toBe('refused')
    expect(titleOf(item({ state: 'parked', cause: 'sync/conflict' }))).toBe('parked')
  })
})

describe('the cause', () => {
  const refused = (over: Partial<OutboxItem>) =>
    causeWordsOf(item({ state: 'refused', cause: 'sync/conflict', ...over }))
  const redo = { ...nothing, redo: true }

  it('is told by what came first, and a redo is named only where there is one', () => {
    expect(refused({ overtaken: decidedThere })).toEqual({ happened: 'request', todo: 'lookRequest' })
    expect(refused({ overtaken: decidedThere, can: redo })).toEqual({ happened: 'request', todo: 'redo' })
    const ended = { by: 'member', nameAr: '', nameEn: '', at: '2026-11-21T07:00:00.000Z' }
    expect(refused({ overtaken: { ...decidedThere, ended } })).toEqual({ happened: 'ended', todo: 'lookRequest' })
    const standing = { state: 'in-force', proposed: false } as const
    const certificate = { kind: 'certificate', base: standing, theirs: standing, mine: standing, last: null } as const
    expect(refused({ overtaken: certificate })).toEqual({ happened: 'certificate', todo: 'lookCertificate' })
  })

  it('is the table’s otherwise, with what to do when it is not sent or cannot be redone', () => {
    expect(refused({ conflict, can: redo })).toEqual({ happened: undefined, todo: undefined })
    expect(refused({ conflict })).toEqual({ happened: undefined, todo: 'lookValues' })
    expect(refused({ cause: 'requests/rules-not-met' })).toEqual({ happened: undefined, todo: undefined })
    expect(causeWordsOf(item({ state: 'parked' }))).toEqual({ happened: undefined, todo: 'parked' })
  })
})

describe('how often it was sent', () => {
  const at = '2026-11-22T07:00:00.000Z'
  it.each<[string, Partial<OutboxItem>, number]>([
    ['never', { state: 'waiting' }, 0],
    ['once, and its receipt is awaited', { state: 'sending', lastTriedAt: at }, 1],
    ['once, with its receipt', { state: 'refused', lastTriedAt: at, receiptedAt: at }, 1],
    ['twice in vain', { state: 'retrying', tries: 2, lastTriedAt: at }, 2],
    ['twice in vain and then received', { state: 'applied', tries: 2, lastTriedAt: at, receiptedAt: at }, 3],
  ])('%s', (_name, over, times) => {
    expect(timesSent(item(over))).toBe(times)
  })
})

describe('what can be copied', () => {
  it('is every remark of the decision, of the whole and by field', () => {
    const made = { decision: 'reject', reasons: [] } satisfies Omit<FieldDecision, 'remarks'>
    const act = {
      ...(item({}).act as Extract<OutboxItem['act'], { kind: 'request.decide' }>),
      fields: {
        city: { ...made, remarks: 'المدينة نفسها' },
        poBox: { ...made, remarks: '' },
      },
    }
    expect(wordsToCopy({ act, remarks: 'خاطبته' }, (field) => `<${field}>`)).toBe('خاطبته\n<city>: المدينة نفسها')
    expect(wordsToCopy({ act: item({}).act, remarks: '' }, String)).toBe('')
  })
})

describe('the result after redoing', () => {
  it('takes mine where I change something and leaves the rest as the register has it', () => {
    const field = (
      name: 'email' | 'mobile' | 'city',
      base: string | null,
      theirs: string | null,
      mine: string | null,
    ) => ({
      field: name,
      base,
      theirs,
      mine,
    })
    expect(
      resultOf({
        fields: [field('email', 'a', 'b', 'c'), field('mobile', '1', '2', '1'), field('city', 'x', 'y', 'y')],
        baseVersion: 1,
        theirsVersion: 2,
        theirsAt: null,
      }),
    ).toEqual([
      { field: 'email', value: 'c', from: 'mine' },
      { field: 'mobile', value: '2', from: 'theirs' },
      { field: 'city', value: 'y', from: 'both' },
    ])
  })
})

describe('the sum', () => {
  it('reconciles or says that it does not', () => {
    expect(reconciles({ today: 214, receipted: 209, waiting: 4, attention: 1 })).toBe(true)
    expect(reconciles({ today: 215, receipted: 209, waiting: 4, attention: 1 })).toBe(false)
  })
})
