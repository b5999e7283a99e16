import { cx } from '#renderer/lib/cx.ts'
import { type KeyCombo, keyCaps } from '#renderer/lib/hotkeys.ts'
import { isMac } from '#renderer/lib/use-hotkeys.tsx'
import classes from './kbd.module.css'

/** Key caps of a combination (`KeyJ`, `mod+KeyK`), in one left-to-right box. `filled` for use on a filled button. */
export function Kbd(props: { keys: KeyCombo; filled?: boolean; className?: string | undefined }) {
  return (
    <span dir="ltr" className={cx(classes.combo, props.className)}>
      {keyCaps(props.keys, isMac).map((cap) => (
        <kbd key={cap} className={cx(classes.key, props.filled === true && classes.filled)}>
          {cap}
        </kbd>
      ))}
    </span>
  )
}
