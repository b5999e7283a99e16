import { useMediaQuery } from '@mantine/hooks'
import { IconCertificate } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { DataTable } from '#renderer/ui/data-table.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { ExportButton } from '#renderer/ui/export-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { CertificatePlaces } from './places.tsx'
import classes from './register.module.css'
import { useRegisterColumns } from './register-columns.tsx'
import { RegisterFilters } from './register-filters.tsx'
import { compactSearch, type RegisterSearch } from './register-search.ts'
import { useRegisterRows } from './use-register-rows.ts'

/** Every certificate of the register on this device, newest first; the link says which. */
export function RegisterScreen(props: { search: RegisterSearch }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const search = compactSearch(props.search)
  const narrow = useMediaQuery('(max-width: 1360px), (max-height: 760px)', undefined, {
    getInitialValueInEffect: false,
  })
  const { rows, total, stale, loading, error, loadMore } = useRegisterRows(search)
  const columns = useRegisterColumns(narrow === true)
  const [cursorId, setCursorId] = useState<string>()
  const open = (id: string) => void navigate({ to: '/certificates/$id', params: { id }, search: {} })
  const filtered = Object.keys(search).length > 0
  return (
    <div className={classes.screen}>
      <PageHead
        title={t('certificates.register')}
        {...(total === undefined
          ? {}
          : {
              note: (
                <Isolated>
                  {total === null
                    ? t('certificates.certificatesOrMore', { count: rows.length })
                    : t('certificates.certificateCount', { count: total })}
                </Isolated>
              ),
            })}
        actions={<ExportButton report="certificates" filters={search} />}
      />
      <CertificatePlaces current="register" />
      <RegisterFilters key={search.memberId ?? ''} search={search} />
      {error !== undefined && (
        <div className={classes.notice}>
          <DeskErrorNotice error={error} />
        </div>
      )}
      {(error === undefined || rows.length > 0) && (
        <div className={classes.table} data-stale={stale || undefined}>
          <DataTable
            label={t('certificates.register')}
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
            rowLabel={(row) =>
              `${t(`certificates.kind_${row.kind}`)} ${row.number} ${language === 'ar' ? row.nameAr : row.nameEn}`
            }
            cursorId={cursorId}
            onCursor={setCursorId}
            onOpen={(row) => open(row.id)}
            {...(total === undefined || total === null ? {} : { total })}
            onNearEnd={loadMore}
            loading={loading}
            empty={
              <EmptyState icon={<IconCertificate size={40} stroke={1.2} />}>
                {filtered ? t('certificates.emptyFiltered') : t('certificates.emptyRegister')}
              </EmptyState>
            }
          />
        </div>
      )}
    </div>
  )
}
