import { describe, expect, it } from 'vitest'
import { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import {
  beginDecision,
  emptyDraft,
  findDraftFault,
  isEmptyDraft,
  reasonsLimit,
  toggleReason,
} from './decision-draft.ts'

describe('a draft of a decision', () => {
  it('takes reasons up to the limit of the contract, and gives them back', () => {
    let draft = beginDecision({ ...emptyDraft, remarks: 'نص' }, 'return')
    for (let n = 0; n < reasonsLimit + 3; n += 1) draft = toggleReason(draft, `RTN-${n}`)
    expect(draft.reasons).toHaveLength(reasonsLimit)
    expect(DecisionDraft.safeParse(draft).success).toBe(true)
    expect(toggleReason(draft, 'RTN-0').reasons).not.toContain('RTN-0')
  })

  it('keeps remarks and drops reasons when another decision is begun', () => {
    const returning = toggleReason(beginDecision({ ...emptyDraft, remarks: 'نص' }, 'return'), 'RTN-1')
    expect(beginDecision(returning, 'return')).toBe(returning)
    expect(beginDecision(returning, 'reject')).toEqual({ ...returning, decision: 'reject', reasons: [] })
  })

  it('says what is missing', () => {
    expect(findDraftFault(emptyDraft, 'approve')).toBeUndefined()
    expect(findDraftFault(emptyDraft, 'reject')).toBe('reason-required')
    expect(findDraftFault({ ...emptyDraft, remarks: 'x'.repeat(4001) }, 'approve')).toBe('remarks-too-long')
    expect(findDraftFault(toggleReason(emptyDraft, 'REJ-1'), 'reject')).toBeUndefined()
  })

  it('is empty when nothing would be missed', () => {
    expect(isEmptyDraft({ ...emptyDraft, decision: 'return', remarks: '  ' })).toBe(true)
    expect(isEmptyDraft({ ...emptyDraft, remarks: 'x' })).toBe(false)
    const scan = { hash: 'a'.repeat(64), name: 'a.png', mediaType: 'image/png' as const, size: 8 }
    expect(isEmptyDraft({ ...emptyDraft, attachments: [scan] })).toBe(false)
  })
})
