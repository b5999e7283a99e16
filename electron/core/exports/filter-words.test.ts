import { expect, test } from 'vitest'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import { filterWords } from './filter-words.ts'
import { createWords } from './words.ts'

test('a file of reference data that does not count says so beside its day', () => {
  const { t } = createWords('en')
  const version = shippedVersions['field-risk']
  const said = (over: object) =>
    filterWords(
      { report: 'reference', language: 'en', format: 'xlsx', filters: { version: version.id } },
      createWords('en'),
      { member: undefined, reference: { ...version, ...over }, ranks: {} },
    )
  const proposal = { proposalHash: 'a'.repeat(64) }
  expect(said({})).not.toContain(t('reference.version'))
  expect(said(proposal)).toContain(t('reference.standing_proposed'))
  expect(said({ ...proposal, withdrawnAt: version.publishedAt })).toContain(t('reference.standing_withdrawn'))
  expect(said({ ...proposal, confirmedAt: version.publishedAt })).not.toContain(t('reference.version'))
})
