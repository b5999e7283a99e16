import type { ReportName } from '#shared/contracts/reports.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { branches } from '#shared/domain/reference/register-codes.ts'
import { codeName } from './members-report.ts'
import type { Words } from './words.ts'
import type { Fact } from './workbook.ts'

/** What the first sheet says: which report, of what, when, by whom, how many rows, whose register. */
export function aboutFacts(
  words: Words,
  about: {
    readonly report: ReportName
    readonly filter: string
    /** Milliseconds. */
    readonly at: number
    readonly author: Clerk
    readonly rows: number
    readonly authority: { readonly nameAr: string; readonly nameEn: string } | undefined
  },
): Fact[] {
  const { t, language, format } = words
  const { at, author, authority } = about
  const day = format.dayOf(at)
  const arabic = language === 'ar'
  return [
    { label: t('reports.about_report'), value: t(`reports.report_${about.report}`) },
    { label: t('reports.about_filter'), value: about.filter },
    { label: t('reports.about_hijri'), value: format.longDay(day, 'hijri') },
    { label: t('reports.about_gregorian'), value: format.longDay(day, 'gregorian') },
    { label: t('reports.about_time'), value: t('reports.about_riyadh', { time: format.time(at) }) },
    { label: t('reports.about_author'), value: arabic ? author.nameAr : author.nameEn },
    { label: t('reports.column_branch'), value: codeName(branches, author.branch, words) },
    { label: t('reports.about_rows'), value: about.rows },
    ...(authority === undefined
      ? []
      : [{ label: t('reports.about_authority'), value: arabic ? authority.nameAr : authority.nameEn }]),
  ]
}
