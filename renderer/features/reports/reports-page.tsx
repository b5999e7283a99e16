import { SegmentedControl } from '@mantine/core'
import { IconTableExport } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { type ExportRequest, type LastExports, useExportLanguage, useExports } from '#renderer/lib/exports.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import type { ReportName } from '#shared/contracts/reports.ts'
import { fileName } from './file-name.ts'
import classes from './reports-page.module.css'

/** The reports of this place; the outbox is exported where it stands, reference data where it is administered. */
type ListReport = Exclude<ReportName, 'outbox' | 'reference'>

/** The exact number of rows of each report without a filter; undefined while it is asked for. */
function useCounts(): Record<ListReport, number | undefined> {
  const members = useDeskQuery('members.search', { text: '', limit: 1 })
  const requests = useDeskQuery('requests.list', { view: 'all', limit: 1 })
  const certificates = useDeskQuery('certificates.list', { limit: 1 })
  const appointments = useDeskQuery('appointments.list', { limit: 1 })
  return {
    members: members.data?.total,
    requests: requests.data?.total,
    certificates: certificates.data?.total ?? undefined,
    appointments: appointments.data?.total,
  }
}

function LastFile(props: { last: NonNullable<LastExports[ReportName]>; show: (path: string) => void }) {
  const { t } = useText()
  const { at, rows, path } = props.last
  return (
    <div className={classes.last}>
      <span className={classes.caption}>{t('reports.lastAt')}</span>
      <span>
        <DualDate at={at} withTime />
      </span>
      <span className={classes.caption}>
        <Isolated>{t('reports.rows', { count: rows })}</Isolated>
      </span>
      <span className={classes.file} title={path}>
        <bdi>{fileName(path)}</bdi>
      </span>
      <Button variant="quiet" onClick={() => props.show(path)}>
        {t('reports.showFile')}
      </Button>
    </div>
  )
}

function Report(props: {
  report: ReportName
  note: string
  count: number | undefined
  last: LastExports[ReportName]
  show: (path: string) => void
  start: () => void
}): ReactNode {
  const { t, format } = useText()
  const { report, count, last } = props
  const name = t(`reports.report_${report}`)
  return (
    <li className={classes.report}>
      <div className={classes.line}>
        <div className={classes.words}>
          <h2 className={classes.name}>{name}</h2>
          <p className={classes.note}>{props.note}</p>
        </div>
        <span className={classes.count}>
          {count === undefined ? (
            <span className={classes.blank} aria-hidden="true" />
          ) : (
            <>
              <Ltr className={classes.figure}>{format.number(count)}</Ltr>{' '}
              <span className={classes.caption}>{t('reports.rowsWord', { count })}</span>
            </>
          )}
        </span>
        <Button
          icon={<IconTableExport size={17} stroke={1.6} aria-hidden="true" />}
          aria-label={`${t('reports.export')}: ${name}`}
          onClick={props.start}
        >
          {t('reports.export')}
        </Button>
      </div>
      {last === undefined ? (
        <p className={classes.none}>{t('reports.lastNone')}</p>
      ) : (
        <LastFile last={last} show={props.show} />
      )}
    </li>
  )
}

/** The place `/reports`: each report whole, with its exact count and the last file of it on this device. */
export function ReportsPage() {
  const { t } = useText()
  const { start, last } = useExports()
  const [language, chooseLanguage] = useExportLanguage()
  const showFile = useDeskMutation('desktop.showFile')
  const counts = useCounts()
  const reports: readonly (Extract<ExportRequest, { report: ListReport }> & { note: string })[] = [
    { report: 'members', note: t('reports.note_members') },
    { report: 'requests', note: t('reports.note_requests') },
    { report: 'certificates', note: t('reports.note_certificates') },
    { report: 'appointments', note: t('reports.note_appointments') },
  ]
  return (
    <div className={classes.page}>
      <PageHead
        title={t('reports.title')}
        actions={
          <div className={classes.language}>
            <span id="reports-language" className={classes.caption}>
              {t('reports.language')}
            </span>
            <SegmentedControl
              aria-labelledby="reports-language"
              size="xs"
              value={language}
              data={[
                { value: 'ar', label: t('frame.arabic') },
                { value: 'en', label: t('frame.english') },
              ]}
              onChange={(value) => chooseLanguage(value === 'en' ? 'en' : 'ar')}
            />
          </div>
        }
      />
      <div className={classes.body}>
        <p className={classes.lead}>{t('reports.lead')}</p>
        {showFile.error !== null && <DeskErrorNotice error={showFile.error} />}
        <ul className={classes.list}>
          {reports.map(({ note, ...request }) => (
            <Report
              key={request.report}
              report={request.report}
              note={note}
              count={counts[request.report]}
              last={last[request.report]}
              show={(path) => showFile.mutate({ path })}
              start={() => start(request)}
            />
          ))}
        </ul>
      </div>
    </div>
  )
}
