import { IconLifebuoy } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { Pane, Panes } from '#renderer/ui/panes.tsx'
import type { Finding } from '#shared/domain/store/finding-table.ts'
import { AboutFacts } from './about-facts.tsx'
import { ClockFacts } from './clock-facts.tsx'
import { CountsTable } from './counts-table.tsx'
import { FileFacts, SyncFacts } from './device-facts.tsx'
import classes from './device-page.module.css'
import { FaultNotice } from './fault-notice.tsx'
import { LogFacts } from './log-facts.tsx'
import { RepairDialog } from './repair-dialog.tsx'
import { RepairReportNotice } from './repair-report.tsx'
import { StoreHealth } from './store-health.tsx'
import { SupportDialog } from './support-dialog.tsx'
import { Updates } from './updates.tsx'
import { useRepair } from './use-repair.ts'
import { useStoreCheck } from './use-store-check.ts'

/** The place `/settings`: what this device holds, whether it is sound, and whether it is as much as the authority has. */
export function DevicePage() {
  const { t } = useText()
  const check = useStoreCheck()
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY }).data
  const syncNow = useDeskMutation('sync.now')
  const repair = useRepair()
  const [asked, setAsked] = useState(false)
  const [bundleAsked, setBundleAsked] = useState(false)
  const actOf = (can: Finding['can']) => {
    if (can === 'repair') return <Button onClick={() => setAsked(true)}>{t('device.repair')}</Button>
    if (can === 'sync') return <Button onClick={() => syncNow.mutate({})}>{t('session.syncNow')}</Button>
    return undefined
  }
  const error = repair.error ?? syncNow.error
  return (
    <div className={classes.page}>
      <PageHead
        title={t('device.title')}
        note={t('device.note')}
        actions={
          <Button
            icon={<IconLifebuoy size={17} stroke={1.6} aria-hidden="true" />}
            onClick={() => setBundleAsked(true)}
          >
            {t('support.open')}
          </Button>
        }
      />
      <div className={classes.panes}>
        <Panes columns="minmax(0, 1fr) 328px" compact="minmax(0, 1fr) 292px">
          <Pane label={t('device.title')} className={classes.main}>
            {error !== null ? (
              <DeskErrorNotice error={error} />
            ) : (
              <FaultNotice fault={status?.fault ?? null} retry={() => syncNow.mutate({})} />
            )}
            {repair.report !== undefined && <RepairReportNotice report={repair.report} />}
            {repair.stopped && (
              <Notice tone="un" live>
                {t('device.repairStopped')}
              </Notice>
            )}
            <StoreHealth check={check} actOf={actOf} />
            <Updates />
            <CountsTable lastPullAt={status?.lastPullAt ?? null} />
          </Pane>
          <Pane label={t('device.facts')} tone="sunk" className={classes.side}>
            {status !== undefined && <SyncFacts status={status} />}
            {status !== undefined && <ClockFacts clock={status.clock} />}
            {status !== undefined && <LogFacts log={status.auditLog} />}
            {check.report !== undefined && <FileFacts facts={check.report.facts} />}
            <AboutFacts />
          </Pane>
        </Panes>
      </div>
      {bundleAsked && <SupportDialog onClose={() => setBundleAsked(false)} />}
      <RepairDialog
        opened={asked}
        progress={repair.progress}
        onClose={() => setAsked(false)}
        onStop={repair.stop}
        onConfirm={() =>
          repair.start((repaired) => {
            setAsked(false)
            if (repaired) check.checkAnew()
            else check.check('full')
          })
        }
      />
    </div>
  )
}
