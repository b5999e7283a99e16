import { VisuallyHidden } from '@mantine/core'
import { cx } from '#renderer/lib/cx.ts'
import { useText } from '#renderer/lib/use-text.ts'
import type { DayText } from '#shared/i18n/format.ts'
import classes from './dual-date.module.css'
import { Ltr } from './ltr.tsx'

/**
 * One day in both calendars, the language's own first. Give a `day` (`YYYY-MM-DD`, no zone) or an `at` (an instant, shown
 * in Riyadh, with the time when `withTime`). `single` leaves the second calendar
 * out, `narrowSingle` only in windows up to 1360 × 760.
 */
export function DualDate(
  props: ({ day: DayText } | { at: string | number; withTime?: boolean }) & {
    single?: boolean
    narrowSingle?: boolean
    className?: string
  },
) {
  const { t, format } = useText()
  const day = 'day' in props ? props.day : format.dayOf(props.at)
  const time = 'at' in props && props.withTime === true ? format.time(props.at) : undefined
  const dual = format.dualDay(day)
  const names = { hijri: t('common.hijri'), gregorian: t('common.gregorian') }
  const second = dual.firstCalendar === 'hijri' ? 'gregorian' : 'hijri'
  return (
    <time className={cx(classes.dates, props.className)} dateTime={day}>
      <span>
        <Ltr>{dual.first}</Ltr>
        <VisuallyHidden> {names[dual.firstCalendar]}</VisuallyHidden>
      </span>
      {props.single !== true && (
        <span className={cx(classes.second, props.narrowSingle === true && classes.wide)}>
          <Ltr>{dual.second}</Ltr>
          <VisuallyHidden> {names[second]}</VisuallyHidden>
        </span>
      )}
      {time !== undefined && (
        <span className={classes.second}>
          <Ltr>{time}</Ltr>
        </span>
      )}
    </time>
  )
}
