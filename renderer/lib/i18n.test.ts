import { describe, expect, it } from 'vitest'
import { createI18n } from './i18n.ts'

describe('createI18n', () => {
  it('chooses among Arabic’s six forms', () => {
    const i18n = createI18n('ar', () => 'latn')
    const counted = [0, 1, 2, 3, 14, 100].map((count) => i18n.t('common.fieldsUnchanged', { count }))
    expect(counted).toEqual([
      'لا حقول دون تغيير',
      'حقل واحد دون تغيير',
      'حقلان دون تغيير',
      '3 حقول دون تغيير',
      '14 حقلًا دون تغيير',
      '100 حقل دون تغيير',
    ])
  })

  it('chooses between English’s two, and does not escape for HTML', () => {
    const i18n = createI18n('en', () => 'latn')
    expect(i18n.t('common.fieldsUnchanged', { count: 1 })).toBe('1 field unchanged')
    expect(i18n.t('common.fieldsUnchanged', { count: 1284 })).toBe('1,284 fields unchanged')
  })

  it('writes counts in the digits chosen at that moment', () => {
    let digits: 'latn' | 'arab' = 'latn'
    const i18n = createI18n('ar', () => digits)
    expect(i18n.t('common.fieldsUnchanged', { count: 14 })).toContain('14')
    digits = 'arab'
    expect(i18n.t('common.fieldsUnchanged', { count: 14 })).toContain('١٤')
  })
})
