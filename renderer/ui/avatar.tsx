import { cx } from '#renderer/lib/cx.ts'
import classes from './avatar.module.css'
import { letterOf } from './letter-of.ts'

/** One letter on sand; only the signed-in clerk (`self`) is ink. Without a name: the dashed circle of "unassigned". */
export function Avatar(props: { name?: string | undefined; self?: boolean; size?: number; label?: string }) {
  const size = props.size ?? 22
  const hidden = props.label === undefined
  return (
    <span
      className={cx(classes.avatar, props.self === true && classes.self, props.name === undefined && classes.none)}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.5) }}
      {...(hidden ? { 'aria-hidden': true } : { role: 'img', 'aria-label': props.label })}
    >
      {props.name === undefined ? null : <span className={classes.letter}>{letterOf(props.name)}</span>}
    </span>
  )
}
