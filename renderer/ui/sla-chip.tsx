import classes from './sla-chip.module.css'

export type SlaState = 'ok' | 'soon' | 'today' | 'late' | 'paused'

function Pie(props: { state: SlaState; share: number }) {
  const share = Math.min(1, Math.max(0, props.share))
  const around = 2 * Math.PI * 2.25
  return (
    <svg className={classes.pie} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      {props.state === 'late' && (
        <>
          <circle cx="7" cy="7" r="7" className={classes.solid} />
          <path d="M7 3.4v4.2M7 10.1v.5" className={classes.bang} />
        </>
      )}
      {props.state === 'paused' && (
        <>
          <circle cx="7" cy="7" r="6.2" className={classes.dashed} />
          <path d="M5.6 5v4M8.4 5v4" className={classes.bars} />
        </>
      )}
      {props.state !== 'late' && props.state !== 'paused' && (
        <>
          <circle cx="7" cy="7" r="6.3" className={classes.ring} />
          <circle
            cx="7"
            cy="7"
            r="2.25"
            className={classes.share}
            strokeDasharray={`${around * share} ${around}`}
            transform="rotate(-90 7 7)"
          />
        </>
      )}
    </svg>
  )
}

/**
 * Time left of a request's service time: a pie of the share consumed (0 to 1) and words that say the time. Only `today`
 * and `late` are filled; `paused` means the clock waits for the member.
 */
export function SlaChip(props: { state: SlaState; share: number; children: React.ReactNode }) {
  return (
    <span className={classes.sla} data-state={props.state}>
      <Pie state={props.state} share={props.share} />
      <span>{props.children}</span>
    </span>
  )
}
