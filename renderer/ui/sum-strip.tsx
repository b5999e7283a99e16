import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from './ltr.tsx'
import type { Tone } from './meaning.ts'
import classes from './sum-strip.module.css'

interface Figure {
  id: string
  value: number
  label: string
  tone?: Tone
}

/**
 * A total that reconciles with its parts: `214 = 209 + 4 + 1`. Throws when it does not, because a strip that is wrong is
 * worse than none. `wrap` may turn a figure into a link.
 */
export function SumStrip(props: {
  label: string
  total: Figure
  parts: readonly Figure[]
  wrap?: (id: string, figure: ReactNode) => ReactNode
}) {
  const { format } = useText()
  const sum = props.parts.reduce((before, part) => before + part.value, 0)
  if (sum !== props.total.value) throw new Error(`The strip does not reconcile: ${props.total.value} is not ${sum}`)
  const figure = (part: Figure) => {
    const shown = (
      <span className={classes.figure} data-tone={part.tone ?? 'neutral'}>
        <span className={classes.value}>
          <Ltr>{format.number(part.value)}</Ltr>
        </span>
        <span className={classes.label}>{part.label}</span>
      </span>
    )
    return props.wrap === undefined ? shown : props.wrap(part.id, shown)
  }
  return (
    <ul className={classes.strip} aria-label={props.label}>
      <li>{figure(props.total)}</li>
      {props.parts.map((part, index) => (
        <li key={part.id} className={classes.part}>
          <span className={classes.sign} aria-hidden="true">
            {index === 0 ? '=' : '+'}
          </span>
          {figure(part)}
        </li>
      ))}
    </ul>
  )
}
