import { describe, expect, it } from 'vitest'
import type { OutboxItem, OutboxState } from '#shared/contracts/sync.ts'
import { actsOf, groupItems, groupOf, reconciles, resultOf, titleOf } from './outbox-model.ts'

const today = '2026-11-22'
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
      { state: 'refused', cause: 'sync/conflict', can: can({ redo: true, discard: true }) },
      ['redo', 'open', 'keep'],
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
    expect(titleOf(item({ state: 'refused', cause: 'sync/dependency' }))).toBe('dependency')
    expect(titleOf(item({ state: 'refused', cause: 'requests/rules-not-met' }))).toBe('refused')
    expect(titleOf(item({ state: 'parked', cause: 'sync/conflict' }))).toBe('parked')
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
