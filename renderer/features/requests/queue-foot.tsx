import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { PaneFoot } from '#renderer/ui/panes.tsx'
import type { VisibleRange } from './use-visible-range.ts'

/** The exact range and when it was counted, and the keys. */
export function QueueFoot(props: { range: VisibleRange; total: number | undefined; asOf: string | undefined }) {
  const { t, format } = useText()
  const { total, asOf } = props
  const now = useNow(1000)
  const age = asOf === undefined ? undefined : elapsedSince(asOf, now)
  const counted =
    age === undefined
      ? ''
      : age.unit === 'seconds'
        ? age.n === 0
          ? t('requests.countedNow')
          : t('requests.countedSeconds', { count: age.n })
        : t('requests.countedMinutes', {
            count: age.unit === 'minutes' ? age.n : age.n * (age.unit === 'hours' ? 60 : 1440),
          })
  const range =
    total === undefined
      ? ''
      : total === 0
        ? t('requests.rangeEmpty')
        : t('requests.rangeShown', {
            from: format.number(props.range.from),
            to: format.number(props.range.to),
            total: format.number(total),
          })
  return (
    <PaneFoot
      end={
        <KeyHints
          hints={[
            { keys: ['KeyJ', 'KeyK'], label: t('requests.keyMove') },
            { keys: ['KeyX'], label: t('requests.keySelect') },
            { keys: ['Enter'], label: t('requests.keyReview') },
            { keys: ['Space'], label: t('requests.keyPeek') },
            { keys: ['shift+Slash'], label: t('requests.keyAll') },
          ]}
        />
      }
    >
      {total !== undefined && <Isolated>{`${range} · ${counted}`}</Isolated>}
    </PaneFoot>
  )
}
