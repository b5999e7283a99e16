import classes from './risk-mark.module.css'

/** Three bars, as many filled as the risk is high, and the word. Only `high` is red. */
export function RiskMark(props: { level: 'low' | 'medium' | 'high'; label: string }) {
  return (
    <span className={classes.risk} data-level={props.level}>
      <svg className={classes.bars} viewBox="0 0 13 12" width="13" height="12" aria-hidden="true">
        <rect x="0" y="7.5" width="3.2" height="4.5" rx="1" />
        <rect x="4.9" y="4" width="3.2" height="8" rx="1" />
        <rect x="9.8" y="0.5" width="3.2" height="11.5" rx="1" />
      </svg>
      <span>{props.label}</span>
    </span>
  )
}
