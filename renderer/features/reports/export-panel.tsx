import { Progress } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { type ExportRun, useExports } from '#renderer/lib/exports.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import classes from './export-panel.module.css'
import { fileName } from './file-name.ts'

function Running(props: { run: ExportRun; cancel: () => void }) {
  const { t } = useText()
  const { state, done, total, report } = props.run
  const name = t(`reports.report_${report}`)
  const words = state === 'starting' ? t('reports.starting') : t('reports.running', { done, total })
  return (
    <>
      <div className={classes.line}>
        <span className={classes.name}>{name}</span>
        <span className={classes.figure}>
          <Isolated>{words}</Isolated>
        </span>
      </div>
      <Progress
        value={total === 0 ? 0 : (100 * done) / total}
        size={6}
        radius={3}
        aria-label={`${name}: ${words}`}
        transitionDuration={120}
      />
      {state === 'running' && (
        <div className={classes.acts}>
          <Button onClick={props.cancel}>{t('reports.cancel')}</Button>
        </div>
      )}
    </>
  )
}

function Ended(props: { run: ExportRun; dismiss: () => void }) {
  const { t } = useText()
  const showFile = useDeskMutation('desktop.showFile')
  const { run } = props
  const { path } = run
  return (
    <>
      <div className={classes.line}>
        {run.state === 'done' && <IconCheck size={17} stroke={2} className={classes.proven} aria-hidden="true" />}
        <span className={classes.name}>{t(`reports.report_${run.report}`)}</span>
        {run.state === 'done' && (
          <span className={classes.figure}>
            {t('reports.done')} · <Isolated>{t('reports.rows', { count: run.total })}</Isolated>
          </span>
        )}
        <span className={classes.close}>
          <IconButton label={t('common.close')} icon={<IconX size={16} stroke={1.6} />} onClick={props.dismiss} />
        </span>
      </div>
      {path !== null && (
        <div className={classes.file} title={path}>
          <bdi>{fileName(path)}</bdi>
        </div>
      )}
      {run.error !== null && <DeskErrorNotice error={run.error} />}
      {showFile.error !== null && <DeskErrorNotice error={showFile.error} />}
      {path !== null && (
        <div className={classes.acts}>
          <Button onClick={() => showFile.mutate({ path })}>{t('reports.showFile')}</Button>
        </div>
      )}
    </>
  )
}

/** What is being exported and what has just been, above the foot of the window; nothing when there is none. */
export function ExportPanel() {
  const { t } = useText()
  const { runs, cancel, dismiss } = useExports()
  const ended = runs.find((run) => run.state === 'done')
  return (
    <>
      {/* Said once, when it is done: figures that run would never let a screen reader be. */}
      <div role="status" className={classes.heard}>
        {ended !== undefined && `${t(`reports.report_${ended.report}`)}: ${t('reports.done')}`}
      </div>
      {runs.length > 0 && (
        <section className={classes.panel} aria-label={t('reports.panel')}>
          <h2 className={classes.title}>{t('reports.panel')}</h2>
          {runs.map((run) => (
            <div key={run.id} className={classes.run}>
              {run.state === 'starting' || run.state === 'running' ? (
                <Running run={run} cancel={() => cancel(run.id)} />
              ) : (
                <Ended run={run} dismiss={() => dismiss(run.id)} />
              )}
            </div>
          ))}
        </section>
      )}
    </>
  )
}
