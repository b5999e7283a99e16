import type { CSSProperties } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { addDays, calendarDate } from '#shared/domain/calendar.ts'
import classes from './forecast.module.css'
import { type ForecastDay, forecastPlaces, heaviestDay } from './forecast-model.ts'

/** A bar's share of the tallest one; the style sheet knows how tall that is. */
const barShare = (due: number, most: number) => ({ '--share': most === 0 ? 0 : due / most }) as CSSProperties

/** The weekday of a day in words, and its number in the month of the clerk's own calendar. */
function useDayWords() {
  const { format, language } = useText()
  return (date: string) => {
    const words = format.longDay(date, language === 'ar' ? 'hijri' : 'gregorian').split(' ')
    const weekday = words[0] ?? ''
    return { weekday, short: language === 'en' ? weekday.slice(0, 3) : weekday, number: words[1] ?? '' }
  }
}

function Bar(props: { day: ForecastDay; most: number; today: boolean; heaviest: boolean }) {
  const { format } = useText()
  const words = useDayWords()(props.day.date)
  const { due } = props.day
  return (
    <li className={cx(classes.place, props.today && classes.today, props.heaviest && classes.heaviest)}>
      <span className={classes.count}>
        <Ltr>{format.number(due)}</Ltr>
      </span>
      <span
        className={cx(classes.bar, due === 0 && classes.none)}
        style={barShare(due, props.most)}
        aria-hidden="true"
      />
      <span className={classes.label}>
        <span>{words.short}</span> <Ltr>{words.number}</Ltr>
      </span>
    </li>
  )
}

/** What falls due on the coming business days, with the one sentence that matters: the day on which most does. */
export function Forecast(props: { today: string; late: number; days: readonly ForecastDay[] }) {
  const { t, format } = useText()
  const { today, late, days } = props
  const dayWords = useDayWords()
  const heaviest = heaviestDay(days)
  const most = Math.max(late, ...days.map(({ due }) => due))
  const tomorrow = addDays(calendarDate(today), 1)
  const sentence = () => {
    if (heaviest === undefined) return t('home.forecastNone')
    const count = heaviest.due
    if (heaviest.date === today) return t('home.forecastToday', { count })
    if (heaviest.date === tomorrow) return t('home.forecastTomorrow', { count })
    const { weekday, number } = dayWords(heaviest.date)
    return t('home.forecastDay', { count, day: `${weekday} ${number}` })
  }
  return (
    <section className={classes.forecast} aria-labelledby="home-forecast">
      <SectionHead
        id="home-forecast"
        title={t('home.forecast')}
        action={
          <span className={classes.legend}>
            <span className={classes.key} aria-hidden="true" /> {t('home.legendDue')}
            <span className={cx(classes.key, classes.keyLate)} aria-hidden="true" /> {t('home.legendLate')}
          </span>
        }
      />
      <p className={classes.sentence}>
        <Isolated>{sentence()}</Isolated>{' '}
        {late > 0 && (
          <TextLink to="/requests" search={{ view: 'due-today' }}>
            <Isolated>{t('home.lateNow', { count: late })}</Isolated>
          </TextLink>
        )}
      </p>
      <ol className={classes.chart}>
        {late > 0 && (
          <li className={cx(classes.place, classes.late)}>
            <span className={classes.count}>
              <Ltr>{format.number(late)}</Ltr>
            </span>
            <span className={classes.bar} style={barShare(late, most)} aria-hidden="true" />
            <span className={classes.label}>{t('home.legendLate')}</span>
          </li>
        )}
        {forecastPlaces(days).map((place) =>
          place.kind === 'off' ? (
            <li key={place.date} className={classes.off}>
              <span className={classes.offWords}>{t('home.daysOff', { count: place.days })}</span>
            </li>
          ) : (
            <Bar
              key={place.date}
              day={place}
              most={most}
              today={place.date === today}
              heaviest={place.date === heaviest?.date}
            />
          ),
        )}
      </ol>
    </section>
  )
}
