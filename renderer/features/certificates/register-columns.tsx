import { useMemo } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { CertificateRow } from '#shared/contracts/certificates.ts'
import { CertificateStateDot } from './certificate-state.tsx'

/** Columns of the register. `narrow` leaves the second calendar out. */
export function useRegisterColumns(narrow: boolean): DeskColumn<CertificateRow>[] {
  const { t, language } = useText()
  return useMemo(
    () => [
      {
        id: 'number',
        header: t('certificates.number'),
        width: '128px',
        emphasis: 'strong',
        cell: (row) => <Ltr>{row.number}</Ltr>,
      },
      {
        id: 'holder',
        header: t('certificates.columnHolder'),
        width: 'minmax(160px, 1.4fr)',
        cell: (row) => (language === 'ar' ? row.nameAr : row.nameEn),
      },
      {
        id: 'membershipNo',
        header: t('certificates.membershipNo'),
        width: '112px',
        emphasis: 'quiet',
        cell: (row) => <Ltr>{row.membershipNo}</Ltr>,
      },
      {
        id: 'kind',
        header: t('certificates.kind'),
        width: 'minmax(140px, 1fr)',
        cell: (row) => t(`certificates.kind_${row.kind}`),
      },
      {
        id: 'state',
        header: t('certificates.columnState'),
        width: '172px',
        cell: (row) => <CertificateStateDot certificate={row} />,
      },
      {
        id: 'issued',
        header: t('certificates.issuedOn'),
        width: narrow ? '100px' : '176px',
        cell: (row) => <DualDate day={row.issuedOn} single={narrow} />,
      },
      {
        id: 'expires',
        header: t('certificates.expiresOn'),
        width: narrow ? '130px' : '176px',
        emphasis: 'quiet',
        cell: (row) =>
          row.expiresOn === null ? t('certificates.noExpiry') : <DualDate day={row.expiresOn} single={narrow} />,
      },
    ],
    [t, language, narrow],
  )
}
