import { cx } from '#renderer/lib/cx.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { type CalendarDay, loadOf } from './calendar-model.ts'
import classes from './day-head.module.css'
import { dayWords } from './day-words.ts'

/** A day in both calendars, the language's own first, and how full it is; in words when nothing is left. */
export function DayHead(props: {
  day: CalendarDay
  today: boolean
  narrow: boolean
  onOpen?: (() => void) | undefined
}) {
  const { t, format, language } = useText()
  const { day, narrow } = props
  const own = dayWords(day.date, language === 'ar' ? 'hijri' : 'gregorian', language)
  const other = dayWords(day.date, language === 'ar' ? 'gregorian' : 'hijri', language)
  const load = loadOf(day)
  const share = day.capacity === 0 ? 0 : Math.min(1, day.taken / day.capacity)
  const figures = `${format.number(day.taken)}/${format.number(day.capacity)}`
  const first = (words: typeof own) =>
    words.day === '1' && !narrow ? `${format.inDigits(words.day)} ${words.month}` : format.inDigits(words.day)
  const name = (
    <>
      <span className={classes.weekday}>{narrow ? own.shortWeekday : own.weekday}</span>
      <span className={classes.own}>{first(own)}</span>
      <span className={classes.other}>{first(other)}</span>
    </>
  )
  return (
    <div
      className={cx(classes.head, narrow && classes.narrow)}
      data-day={day.date}
      data-today={props.today || undefined}
      aria-current={props.today ? 'date' : undefined}
    >
      <div className={classes.line}>
        {props.onOpen === undefined ? (
          <span className={classes.name}>{name}</span>
        ) : (
          <button
            type="button"
            className={cx(classes.name, classes.open)}
            onClick={props.onOpen}
            title={t('appointments.openDay')}
          >
            {name}
          </button>
        )}
        {!narrow && load !== 'closed' && (
          <span className={classes.figures} data-load={load}>
            {load === 'full' && <span>{t('appointments.dayFull')}</span>} <Ltr>{figures}</Ltr>
          </span>
        )}
        {!narrow && load === 'closed' && day.holiday !== null && (
          <span className={classes.figures}>{t('appointments.closedDay')}</span>
        )}
      </div>
      {!narrow && load !== 'closed' && (
        <div
          className={classes.bar}
          role="meter"
          aria-label={t('appointments.dayLoad')}
          aria-valuemin={0}
          aria-valuemax={day.capacity}
          aria-valuenow={day.taken}
          aria-valuetext={figures}
        >
          <span className={classes.fill} data-load={load} style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  )
}
