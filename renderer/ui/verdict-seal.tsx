import { useText } from '#renderer/lib/use-text.ts'
import type { Verdict } from '#shared/domain/certificates/certificate.ts'
import classes from './verdict-seal.module.css'

/** A colour's meaning for a verdict; `un` is drawn dashed: not confirmed, and never red. */
export const verdictTones = {
  valid: 'ok',
  expired: 'neutral',
  suspended: 'wa',
  revoked: 'er',
  altered: 'er',
  'unknown-issuer': 'wa',
  'not-found': 'neutral',
  'cannot-tell': 'un',
} as const satisfies Record<Verdict, string>

function pointsOf(count: number, radius: (index: number) => number, turn: number): string {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI + turn
    const reach = radius(index)
    return `${(50 + reach * Math.cos(angle)).toFixed(2)},${(50 + reach * Math.sin(angle)).toFixed(2)}`
  }).join(' ')
}

const scallops = pointsOf(28, (index) => (index % 2 === 0 ? 40 : 34), 0)
const octagon = pointsOf(8, () => 40, Math.PI / 8)

const ink = { fill: 'none', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

/** The shape says the verdict as loudly as the colour: it is read in grey and by who cannot tell red from green. */
function Shape(props: { verdict: Verdict }) {
  switch (props.verdict) {
    case 'valid':
      return (
        <>
          <polygon className={classes.solid} points={scallops} strokeWidth="5" strokeLinejoin="round" />
          <path className={classes.sign} {...ink} strokeWidth="8" d="M34 52 L45 63 L67 40" />
        </>
      )
    case 'revoked':
    case 'altered':
      return (
        <>
          <polygon className={classes.solid} points={octagon} strokeWidth="3" strokeLinejoin="round" />
          <path className={classes.sign} {...ink} strokeWidth="8" d="M38 38 L62 62 M62 38 L38 62" />
        </>
      )
    case 'suspended':
      return (
        <>
          <polygon className={classes.solid} points={octagon} strokeWidth="3" strokeLinejoin="round" />
          <path className={classes.sign} {...ink} strokeWidth="8" d="M41 36 V64 M59 36 V64" />
        </>
      )
    case 'expired':
      return (
        <>
          <circle className={classes.outline} cx="50" cy="50" r="38" strokeWidth="6" />
          <path className={classes.mark} {...ink} strokeWidth="8" d="M36 50 H64" />
        </>
      )
    case 'unknown-issuer':
      return (
        <>
          <rect className={classes.solid} x="14" y="14" width="72" height="72" rx="12" />
          <path className={classes.sign} {...ink} strokeWidth="9" d="M50 32 V54 M50 69 V69.5" />
        </>
      )
    case 'not-found':
      return (
        <rect
          className={classes.outline}
          x="15"
          y="15"
          width="70"
          height="70"
          rx="10"
          strokeWidth="6"
          strokeDasharray="13 10"
        />
      )
    case 'cannot-tell':
      return <circle className={classes.outline} cx="50" cy="50" r="38" strokeWidth="6" strokeDasharray="14.5 9.37" />
  }
}

/** The seal of a verdict, by its shape. It is decoration: the word stands beside it. */
export function VerdictSeal(props: { verdict: Verdict; size: number; halo?: boolean }) {
  const { direction } = useText()
  const { verdict, size } = props
  return (
    <span
      className={classes.seal}
      data-tone={verdictTones[verdict]}
      data-halo={props.halo === true || undefined}
      style={{ width: size, height: size }}
      aria-hidden="true"
    >
      <svg viewBox="0 0 100 100" width="100%" height="100%">
        <Shape verdict={verdict} />
      </svg>
      {verdict === 'cannot-tell' && (
        <span className={classes.question} style={{ fontSize: Math.round(size * 0.4) }}>
          {direction === 'rtl' ? '؟' : '?'}
        </span>
      )}
    </span>
  )
}
