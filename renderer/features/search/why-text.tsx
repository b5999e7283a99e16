import { useText } from '#renderer/lib/use-text.ts'
import { Highlight } from '#renderer/ui/highlight.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { LetterStep } from './letter-steps.ts'
import type { WhyLine, WhyPair } from './why-lines.ts'
import classes from './why-text.module.css'

/** A text with its hits marked. */
export function Marked(props: { text: string; ranges: WhyLine['ranges'] }) {
  return (
    <Highlight text={props.text} ranges={props.ranges.map(([start, length]) => ({ start, end: start + length }))} />
  )
}

/** What one step of the comparison overlooked, in words. */
export function useStepWords() {
  const { t } = useText()
  return (step: LetterStep): string => {
    switch (step.kind) {
      case 'letter':
        return t('search.step_letter', { typed: step.typed, shown: step.shown })
      case 'case':
        return t('search.step_none')
      default:
        return t(`search.step_${step.kind}`)
    }
  }
}

/** Whether a pair needs both sides to be understood: `عبدالله = عبد الله`. */
function differs(pair: WhyPair): boolean {
  return pair.steps.length > 0 && pair.typed !== pair.shown
}

/**
 * One line of why a row matched. Names say what was taken as the same (`=` the same letters, `≈` the same sound); numbers
 * and addresses show themselves with the hit marked.
 */
export function WhyText(props: { line: WhyLine }) {
  const { t } = useText()
  const { line } = props
  const name = line.field === 'nameAr' || line.field === 'nameEn'
  const telling = line.pairs.filter(differs)
  const label = <span className={classes.label}>{t(`search.field_${line.field}`)}:</span>
  if (line.pending || !name) {
    return (
      <span className={classes.why}>
        {label}{' '}
        <span className={line.pending ? classes.pending : undefined}>
          <Ltr>
            <Marked text={line.text} ranges={line.ranges} />
          </Ltr>
        </span>
        {line.pending && <span className={classes.pendingWords}> · {t('search.pendingValue')}</span>}
      </span>
    )
  }
  return (
    <span className={classes.why}>
      {label}{' '}
      {telling.length === 0
        ? t(`search.how_${line.how}`)
        : telling.slice(0, 2).map((pair, index) => (
            <span key={`${pair.typed}-${pair.shown}`}>
              {index > 0 && ' · '}
              <bdi>{pair.shown}</bdi> {pair.how === 'transliteration' || pair.how === 'typo' ? '≈' : '='}{' '}
              <bdi>{pair.typed}</bdi>
            </span>
          ))}
      {telling.some(({ how }) => how === 'typo') && <span className={classes.label}> · {t('search.how_typo')}</span>}
    </span>
  )
}
