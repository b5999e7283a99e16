import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'

/** A moment in one line: the day in the language's own calendar and the time in Riyadh; both calendars on hover. */
export function When(props: { at: string; className?: string | undefined }) {
  const { format } = useText()
  const dual = format.dualDay(format.dayOf(props.at))
  return (
    <time className={props.className} dateTime={props.at} title={`${dual.first} / ${dual.second}`}>
      <Ltr>{dual.first}</Ltr> <Ltr>{format.time(props.at)}</Ltr>
    </time>
  )
}
