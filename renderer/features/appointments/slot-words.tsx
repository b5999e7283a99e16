import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { SlotKey } from '#shared/domain/appointments/appointment.ts'
import { dayWords } from './day-words.ts'

/** A slot's day (the language's own calendar first) and time, in one line. */
export function useSlotWords() {
  const { format, language } = useText()
  return ({ date, time }: Pick<SlotKey, 'date' | 'time'>): string => {
    const own = dayWords(date, language === 'ar' ? 'hijri' : 'gregorian', language)
    return format.inDigits(`${own.weekday} ${own.day} ${own.month} ${time}`)
  }
}

/** A slot by its day in both calendars and its time. */
export function SlotWhen(props: { slot: Pick<SlotKey, 'date' | 'time'> }) {
  const { format, language } = useText()
  const { date, time } = props.slot
  const other = dayWords(date, language === 'ar' ? 'gregorian' : 'hijri', language)
  const words = useSlotWords()({ date, time })
  return (
    <time dateTime={`${date}T${time}`} title={format.inDigits(`${other.day} ${other.month} ${other.year}`)}>
      <Isolated>{words}</Isolated>
    </time>
  )
}

/** A day in the calendar that is not the language's own, in words. */
export function OtherDay(props: { date: string }) {
  const { format, language } = useText()
  return <Isolated>{format.longDay(props.date, language === 'ar' ? 'gregorian' : 'hijri')}</Isolated>
}
