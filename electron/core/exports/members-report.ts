import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { registrationEndsIn, standingOf } from '#shared/domain/members/standing.ts'
import { type CodeName, cities, families, nationalities, specialties } from '#shared/domain/reference/register-codes.ts'
import type { Column } from './columns.ts'
import type { Words } from './words.ts'

/** Name of a code in a language; a code that this version does not know is written as it is. */
export function codeName(names: Readonly<Record<string, CodeName>>, code: string, { language }: Words): string {
  return names[code]?.[language] ?? code
}

/**
 * The report of members, one column for each thing that a clerk looks up. `ranks`: their names; `at`: the time of
 * the report.
 */
export function memberColumns(words: Words, ranks: Readonly<Record<string, CodeName>>, at: number): Column<Member>[] {
  const { t, language } = words
  const today = riyadhDateOf(at)
  return [
    { label: t('reports.column_membershipNo'), width: 13, kind: 'id', value: (row) => row.membershipNo },
    { label: t('reports.column_fileNo'), width: 14, kind: 'id', value: (row) => row.fileNo },
    { label: t('reports.column_nameAr'), width: 32, kind: 'text', value: (row) => fullName(row.nameAr) },
    { label: t('reports.column_nameEn'), width: 32, kind: 'text', value: (row) => fullName(row.nameEn) },
    {
      label: t('reports.column_state'),
      width: 16,
      kind: 'text',
      value: (row) => t(`members.standing_${standingOf(row.state, registrationEndsIn(row, today))}`),
    },
    { label: t('reports.column_idNo'), width: 13, kind: 'id', value: (row) => row.idNo },
    {
      label: t('reports.column_nationality'),
      width: 16,
      kind: 'text',
      value: (row) => codeName(nationalities, row.nationality, words),
    },
    { label: t('reports.column_birthDate'), width: 12, kind: 'day', value: (row) => row.birthDate },
    {
      label: t('reports.column_family'),
      width: 18,
      kind: 'text',
      value: (row) => codeName(families, row.family, words),
    },
    { label: t('reports.column_rank'), width: 18, kind: 'text', value: (row) => codeName(ranks, row.rank, words) },
    {
      label: t('reports.column_specialty'),
      width: 24,
      kind: 'text',
      value: (row) => codeName(specialties, row.specialty, words),
    },
    {
      label: t('reports.column_registrationNo'),
      width: 18,
      kind: 'id',
      value: (row) => row.registrations.at(-1)?.number ?? '',
    },
    {
      label: t('reports.column_registrationEnds'),
      width: 14,
      kind: 'day',
      value: (row) => row.registrations.at(-1)?.expiresOn ?? null,
    },
    { label: t('reports.column_city'), width: 16, kind: 'text', value: (row) => codeName(cities, row.city, words) },
    {
      label: t('reports.column_employer'),
      width: 30,
      kind: 'text',
      value: (row) => (language === 'ar' ? row.employerAr : row.employerEn),
    },
    { label: t('reports.column_mobile'), width: 16, kind: 'id', value: (row) => row.mobile },
    { label: t('reports.column_email'), width: 30, kind: 'id', value: (row) => row.email },
  ]
}
