import type { CertificateRow } from '#shared/contracts/certificates.ts'
import { type CodeName, specialties } from '#shared/domain/reference/register-codes.ts'
import type { Column } from './columns.ts'
import { codeName } from './members-report.ts'
import type { Words } from './words.ts'

function stateOf({ state, expired, awaitingSecond }: CertificateRow, { t }: Words): string {
  const own = t(`certificates.state_${expired ? 'expired' : state}`)
  return awaitingSecond ? `${own} · ${t('certificates.state_awaiting-second')}` : own
}

/** The report of certificates: who holds what, from when to when, and how it stands. `ranks`: their names. */
export function certificateColumns(words: Words, ranks: Readonly<Record<string, CodeName>>): Column<CertificateRow>[] {
  const { t } = words
  return [
    { label: t('reports.column_certificateNo'), width: 18, kind: 'id', value: (row) => row.number },
    { label: t('reports.column_kind'), width: 26, kind: 'text', value: (row) => t(`certificates.kind_${row.kind}`) },
    { label: t('reports.column_state'), width: 22, kind: 'text', value: (row) => stateOf(row, words) },
    {
      label: t('reports.column_confirmed'),
      width: 20,
      kind: 'text',
      value: (row) => (row.pending ? t('requests.statePending') : ''),
    },
    { label: t('reports.column_nameAr'), width: 32, kind: 'text', value: (row) => row.nameAr },
    { label: t('reports.column_nameEn'), width: 32, kind: 'text', value: (row) => row.nameEn },
    { label: t('reports.column_membershipNo'), width: 13, kind: 'id', value: (row) => row.membershipNo },
    { label: t('reports.column_rank'), width: 18, kind: 'text', value: (row) => codeName(ranks, row.rank, words) },
    {
      label: t('reports.column_specialty'),
      width: 24,
      kind: 'text',
      value: (row) => codeName(specialties, row.specialty, words),
    },
    { label: t('reports.column_issued'), width: 12, kind: 'day', value: (row) => row.issuedOn },
    { label: t('reports.column_expires'), width: 12, kind: 'day', value: (row) => row.expiresOn },
  ]
}
