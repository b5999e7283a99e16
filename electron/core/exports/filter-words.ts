import type { ExportInput } from '#shared/contracts/reports.ts'
import { appointmentServices } from '#shared/domain/reference/appointment-services.ts'
import { isStanding, type ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { branches, type CodeName, cities, families } from '#shared/domain/reference/register-codes.ts'
import { codeName } from './members-report.ts'
import type { Words } from './words.ts'

/** What of a filter only the register knows: the name of the member that it is about, and the names of ranks. */
export interface FilterNames {
  readonly member: string | undefined
  readonly reference: ReferenceVersion | undefined
  readonly ranks: Readonly<Record<string, CodeName>>
}

type Part = readonly [label: string, value: string | undefined]

function memberParts(
  { filters }: Extract<ExportInput, { report: 'members' }>,
  words: Words,
  { ranks }: FilterNames,
): Part[] {
  const { t } = words
  const name = (names: Parameters<typeof codeName>[0], code: string | undefined) =>
    code === undefined ? undefined : codeName(names, code, words)
  return [
    [t('reports.filter_text'), filters.text.trim() || undefined],
    [t('reports.column_state'), filters.state && t(`members.standing_${filters.state}`)],
    [t('reports.column_family'), name(families, filters.family)],
    [t('reports.column_rank'), name(ranks, filters.rank)],
    [t('reports.column_city'), name(cities, filters.city)],
  ]
}

function requestParts(
  { filters }: Extract<ExportInput, { report: 'requests' }>,
  words: Words,
  names: FilterNames,
): Part[] {
  const { t } = words
  return [
    [t('reports.filter_view'), t(`requests.view_${filters.view}`)],
    [t('reports.column_service'), filters.kind && t(`requests.kind_${filters.kind}`)],
    [t('reports.column_state'), filters.state && t(`requests.state_${filters.state}`)],
    [t('reports.column_risk'), filters.risk && t(`requests.risk_${filters.risk}`)],
    [t('reports.column_branch'), filters.branch && codeName(branches, filters.branch, words)],
    [t('reports.column_member'), filters.memberId && (names.member ?? filters.memberId)],
    [t('reports.filter_text'), filters.text?.trim() || undefined],
  ]
}

function certificateParts(
  { filters }: Extract<ExportInput, { report: 'certificates' }>,
  { t }: Words,
  names: FilterNames,
): Part[] {
  return [
    [t('reports.column_kind'), filters.kind && t(`certificates.kind_${filters.kind}`)],
    [t('reports.column_state'), filters.state && t(`certificates.state_${filters.state}`)],
    [t('reports.column_member'), filters.memberId && (names.member ?? filters.memberId)],
    [t('reports.filter_text'), filters.text?.trim() || undefined],
  ]
}

/** A day in both calendars. */
function dayWords(day: string, { format }: Words): string {
  const { first, second } = format.dualDay(day)
  return `${first} · ${second}`
}

function appointmentParts({ filters }: Extract<ExportInput, { report: 'appointments' }>, words: Words): Part[] {
  const { t } = words
  const { from, to, service, state, branch, text } = filters
  return [
    [t('reports.filter_from'), from && dayWords(from, words)],
    [t('reports.filter_to'), to && dayWords(to, words)],
    [t('reports.column_service'), service && codeName(appointmentServices, service, words)],
    [t('reports.column_state'), state && t(`appointments.state_${state}`)],
    [t('reports.column_branch'), branch && codeName(branches, branch, words)],
    [t('reports.filter_text'), text?.trim() || undefined],
  ]
}

const endOf = ({ withdrawnAt }: ReferenceVersion) => (withdrawnAt === null ? 'proposed' : 'withdrawn')

function referenceParts({ reference }: FilterNames, words: Words): Part[] {
  if (!reference) return []
  const { t } = words
  return [
    [t('reference.title'), t(`reference.kind_${reference.kind}`)],
    [t('reference.effectiveFrom'), dayWords(reference.effectiveFrom, words)],
    // What does not count must not be read as if it did.
    [t('reference.version'), isStanding(reference) ? undefined : t(`reference.standing_${endOf(reference)}`)],
    [t('reference.note'), reference.note || undefined],
  ]
}

function partsOf(input: ExportInput, words: Words, names: FilterNames): Part[] {
  switch (input.report) {
    case 'members':
      return memberParts(input, words, names)
    case 'requests':
      return requestParts(input, words, names)
    case 'certificates':
      return certificateParts(input, words, names)
    case 'appointments':
      return appointmentParts(input, words)
    case 'outbox':
      return input.filters.show === 'all'
        ? []
        : [[words.t('reports.filter_view'), words.t(`outbox.show_${input.filters.show}`)]]
    case 'reference':
      return referenceParts(names, words)
  }
}

/** The filter in words, a line for each part: `الحالة: ساري`. */
export function filterWords(input: ExportInput, words: Words, names: FilterNames): string {
  const said = partsOf(input, words, names).flatMap(([label, value]) =>
    value === undefined ? [] : [words.t('reports.filterPart', { label, value })],
  )
  return said.length === 0 ? words.t('reports.filterNone') : said.join('\n')
}
