import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { EvidenceAge } from '#shared/contracts/certificates.ts'
import { useAgeWords } from './use-verdict-words.ts'
import classes from './verdict-card.module.css'

/** Whether a list has outlived its limit. */
export function isStale({ ageSeconds, limitSeconds }: EvidenceAge): boolean {
  return ageSeconds !== null && ageSeconds > limitSeconds
}

/**
 * How old a list is against its limit: the bar fills, and beyond the limit it is violet and hatched. `unasked`: nothing
 * named a list that could be looked at.
 */
export function EvidenceBar(props: { label: string; age: EvidenceAge; unasked?: boolean }) {
  const { t } = useText()
  const age = useAgeWords()
  const { ageSeconds, limitSeconds } = props.age
  const stale = isStale(props.age)
  const share = ageSeconds === null ? 0 : Math.min(1, ageSeconds / limitSeconds)
  return (
    <div className={classes.age}>
      <span className={classes.ageLabel}>{props.label}</span>
      <span className={classes.bar} data-stale={stale || undefined} aria-hidden="true">
        <span
          className={classes.run}
          style={{ inlineSize: `${Math.max(share, ageSeconds === null ? 0 : 0.015) * 100}%` }}
        />
      </span>
      <span className={classes.ageWords} data-stale={stale || undefined}>
        {ageSeconds === null ? (
          t(props.unasked === true ? 'certificates.proof_unknown' : 'certificates.listMissing')
        ) : (
          <Isolated>{t('certificates.ageOfLimit', { age: age(ageSeconds), limit: age(limitSeconds) })}</Isolated>
        )}
      </span>
    </div>
  )
}
