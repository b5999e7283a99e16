import type { KeyCombo } from '#renderer/lib/hotkeys.ts'
import { Kbd } from './kbd.tsx'
import classes from './key-hints.module.css'

/** A row of keys with what they do, for footers: `hints=[{ keys: ['KeyJ', 'KeyK'], label }]`. */
export function KeyHints(props: { hints: readonly { keys: readonly KeyCombo[]; label: string }[] }) {
  return (
    <ul className={classes.hints}>
      {props.hints.map((hint) => (
        <li key={hint.label} className={classes.hint}>
          {hint.keys.map((keys) => (
            <Kbd key={keys} keys={keys} />
          ))}
          <span>{hint.label}</span>
        </li>
      ))}
    </ul>
  )
}
