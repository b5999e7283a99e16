import { IconFileExport, IconShieldLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DataTable } from '#renderer/ui/data-table.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { Pane, Panes } from '#renderer/ui/panes.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import { auditReachOf } from '#shared/domain/audit/audit-view.ts'
import { useAuditColumns } from './audit-columns.tsx'
import { AuditDetail, NoEntry } from './audit-detail.tsx'
import { AuditFilters } from './audit-filters.tsx'
import classes from './audit-screen.module.css'
import { type AuditSearch, compactSearch } from './audit-search.ts'
import { actionWords } from './audit-words.ts'
import { useAuditPages } from './use-audit-pages.ts'

/** What this desk, as a witness, can say of the log before anything of it is read. */
function Witness() {
  const { t } = useText()
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY }).data
  if (status === undefined) return null
  if (status.fault === 'audit/altered') return <Notice tone="er">{t('audit.notGrown')}</Notice>
  if (status.line !== 'online') return <Notice tone="un">{t('audit.needsLine')}</Notice>
  return <Notice tone="ok">{t('audit.holds', { count: status.auditLog?.size ?? 0 })}</Notice>
}

/** The export of what is filtered: its button, and what is to be said of it. */
function useLogExport(search: AuditSearch) {
  const { t, language } = useText()
  const showToast = useToasts()
  const exported = useDeskMutation('audit.export')
  const run = () => {
    if (exported.isPending) return
    exported.mutate(
      { filter: compactSearch(search), language },
      {
        onSuccess: ({ entries, fault }) => {
          if (fault === null) showToast({ message: t('audit.exported', { count: entries }) })
        },
      },
    )
  }
  useHotkeys([{ keys: 'mod+KeyE', label: t('audit.export'), layer: 'page', run }])
  const failed = exported.error !== null && exported.error.code !== 'reports/cancelled' ? exported.error : undefined
  return {
    button: (
      <Button
        variant="quiet"
        keys="mod+KeyE"
        icon={<IconFileExport size={17} stroke={1.6} aria-hidden="true" />}
        onClick={run}
        {...(exported.isPending ? { disabledReason: t('audit.exporting') } : {})}
      >
        {exported.isPending ? t('audit.exporting') : t('audit.export')}
      </Button>
    ),
    notice:
      failed !== undefined ? (
        <DeskErrorNotice error={failed} retry={run} />
      ) : exported.data !== undefined && exported.data.fault !== null ? (
        <Notice tone="er">{t('audit.exportFault')}</Notice>
      ) : undefined,
  }
}

/** The log for those who may read it. */
function Log(props: { search: AuditSearch }) {
  const { t, format } = useText()
  const search = compactSearch(props.search)
  const { rows, clerks, size, loadMore, stale, loading, error, again } = useAuditPages(search, true)
  const columns = useAuditColumns(clerks)
  const [cursorId, setCursorId] = useState<string>()
  const chosen = rows.find(({ seq }) => String(seq) === cursorId)
  const exporting = useLogExport(search)
  return (
    <div className={classes.screen}>
      <PageHead
        title={t('audit.title')}
        {...(size === undefined ? {} : { note: <Isolated>{t('audit.entries', { count: size })}</Isolated> })}
        actions={exporting.button}
      />
      <AuditFilters search={search} />
      <div className={classes.notice}>{exporting.notice ?? <Witness />}</div>
      {error !== undefined && (
        <div className={classes.notice}>
          <DeskErrorNotice error={error} retry={again} />
        </div>
      )}
      {(error === undefined || rows.length > 0) && (
        <div className={classes.panes}>
          <Panes columns="minmax(0, 1fr) 368px" compact="minmax(0, 1fr) 328px">
            <div className={classes.table} data-stale={stale || undefined}>
              <DataTable
                label={t('audit.list')}
                rows={rows}
                columns={columns}
                rowId={({ seq }) => String(seq)}
                rowLabel={({ seq, entry }) => `${format.number(seq + 1)} ${actionWords(entry.action, t)}`}
                cursorId={cursorId}
                onCursor={setCursorId}
                onOpen={({ seq }) => setCursorId(String(seq))}
                onNearEnd={loadMore}
                loading={loading}
                empty={
                  <EmptyState icon={<IconShieldLock size={40} stroke={1.2} />}>
                    {Object.keys(search).length > 0 ? t('audit.emptyFiltered') : t('audit.empty')}
                  </EmptyState>
                }
              />
            </div>
            <Pane label={t('audit.detail')} tone="sunk">
              {chosen === undefined ? <NoEntry /> : <AuditDetail key={chosen.seq} placed={chosen} clerks={clerks} />}
            </Pane>
          </Panes>
        </div>
      )}
    </div>
  )
}

/** The place `/audit`: what happened, who did it, and the proof that nobody changed it since. */
export function AuditScreen(props: { search: AuditSearch }) {
  const { t } = useText()
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk
  if (clerk === undefined || clerk === null) return null
  if (auditReachOf(clerk) !== undefined) return <Log search={props.search} />
  return (
    <div className={classes.screen}>
      <PageHead title={t('audit.title')} />
      <EmptyState icon={<IconShieldLock size={40} stroke={1.2} />}>{t('audit.notAllowed')}</EmptyState>
    </div>
  )
}
