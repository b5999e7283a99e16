import { useText } from '#renderer/lib/use-text.ts'
import classes from './count-badge.module.css'
import { Ltr } from './ltr.tsx'

/** A bare number; a pill only for what needs the clerk's action (`tone="wa"`) or marks the open tab (`accent`). */
export function CountBadge(props: { count: number; tone?: 'bare' | 'accent' | 'wa' }) {
  const { format } = useText()
  return (
    <span className={classes.count} data-tone={props.tone ?? 'bare'}>
      <Ltr>{format.number(props.count)}</Ltr>
    </span>
  )
}
