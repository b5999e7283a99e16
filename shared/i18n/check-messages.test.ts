import { describe, expect, it } from 'vitest'
import { checkMessages, findUnusedKeys } from './check-messages.ts'
import { forbiddenWords } from './forbidden-words.ts'
import { arabic, english } from './messages.ts'

const found = (input: Parameters<typeof checkMessages>[0]) =>
  checkMessages(input).map((finding) => `${finding.kind} ${finding.language} ${finding.key}`)
const six = Object.fromEntries(
  ['zero', 'one', 'two', 'few', 'many', 'other'].map((form) => [`rows_${form}`, '{{count, num}} صف']),
)

describe('checkMessages', () => {
  it('finds nothing wrong with the messages of the desk', () => {
    expect(checkMessages({ arabic, english, forbidden: forbiddenWords })).toEqual([])
  })

  it('passes a counted key with six Arabic and two English forms', () => {
    const both = { arabic: { a: six }, english: { a: { rows_one: 'One row', rows_other: '{{count, num}} rows' } } }
    expect(found(both)).toEqual([])
  })

  it('finds missing keys on both sides', () => {
    expect(found({ arabic: { a: { x: 'س' } }, english: { a: { y: 'y' } } })).toEqual([
      'missing-key en a.x',
      'missing-key ar a.y',
    ])
  })

  it('finds missing and useless plural forms', () => {
    const { rows_few: _few, ...five } = six
    const wrong = { arabic: { a: five }, english: { a: { rows_one: '1', rows_other: 'n', rows_two: '2' } } }
    expect(found(wrong)).toEqual(['missing-plural ar a.rows', 'unknown-plural en a.rows'])
  })

  it('finds placeholders that differ', () => {
    const wrong = { arabic: { a: { x: 'من {{from}}' } }, english: { a: { x: 'from {{form}}' } } }
    expect(found(wrong)).toEqual(['placeholder en a.x', 'placeholder en a.x'])
  })

  it('finds a word only where it is forbidden', () => {
    const forbidden = [{ concept: 'reject', keys: /\.reject/, words: ['إلغاء'] }]
    const messages = { a: { reject: 'إلغاء الطلب', cancel: 'إلغاء' } }
    expect(found({ arabic: messages, english: { a: { reject: 'Reject', cancel: 'Cancel' } }, forbidden })).toEqual([
      'forbidden-word ar a.reject',
    ])
  })
})

describe('findUnusedKeys', () => {
  const keys = ['frame.members', 'frame.lock', 'requests.stateReturned', 'requests.title']

  it('knows literal keys and the beginnings of templates', () => {
    const sources = ["t('frame.members')", 't(`requests.state${state}`)', 't("requests.title", { count })']
    expect(findUnusedKeys(keys, sources)).toEqual(['frame.lock'])
  })

  it('does not take a longer key for a shorter one', () => {
    expect(findUnusedKeys(['frame.lock'], ["t('frame.locked')"])).toEqual(['frame.lock'])
  })
})
