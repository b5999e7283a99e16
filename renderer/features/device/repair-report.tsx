import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import type { RepairReport } from '#shared/contracts/store.ts'
import classes from './repair.module.css'
import { useTableWords } from './table-words.ts'

/** What a repair brought over, and by number what it could not. */
export function RepairReportNotice(props: { report: RepairReport }) {
  const { t, format } = useText()
  const tableWords = useTableWords()
  const { saved, lost, incomplete } = props.report
  const decisions = saved['outbox'] ?? 0
  const whole = lost.length === 0 && incomplete.length === 0
  return (
    <Notice tone={whole ? 'ok' : 'wa'} live>
      <Isolated>{t('device.repaired', { count: decisions })}</Isolated>
      {lost.length > 0 && (
        <p className={classes.lost}>
          {t('device.repairLost')}{' '}
          <Ltr>
            {lost
              .flatMap(({ seqs }) => seqs)
              .map((seq) => format.inDigits(String(seq)))
              .join(', ')}
          </Ltr>
        </p>
      )}
      {incomplete.length > 0 && (
        <p className={classes.lost}>
          {t('device.repairIncomplete', {
            tables: format.list(incomplete.map((table) => tableWords(table) ?? t('device.tableInner'))),
          })}
        </p>
      )}
    </Notice>
  )
}
