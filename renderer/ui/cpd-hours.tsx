import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './cpd-hours.module.css'
import { DualDate } from './dual-date.tsx'

/** CPD hours a year that are required of a rank today, and from when they are; where nothing is laid down, that. */
export function CpdHours(props: { family: string; rank: string }) {
  const { t } = useText()
  const { book, today } = useReference()
  const found = book.cpdHours(props.family, props.rank, today)
  if (found === undefined) return <span className={classes.quiet}>{t('common.cpdNone')}</span>
  return (
    <>
      {t('common.cpdHours', { count: found.hours })}
      <div className={classes.quiet}>
        {t('common.cpdSince')} <DualDate day={found.effectiveFrom} single />
      </div>
    </>
  )
}
