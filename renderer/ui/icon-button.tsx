import type { ComponentPropsWithRef, ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './icon-button.module.css'

interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'aria-label' | 'title'> {
  /** What it does, in the clerk's language; also shown on hover. */
  label: string
  icon: ReactNode
  outlined?: boolean
  /** Mirrors the glyph in right-to-left (chevrons, back, forward, undo; never clocks, search or checks). */
  mirrored?: boolean
}

/** A 32 px tool that is only a glyph, with a name for everyone. */
export function IconButton({ label, icon, outlined, mirrored, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        classes.tool,
        outlined === true && classes.outlined,
        mirrored === true && classes.mirrored,
        className,
      )}
    >
      {icon}
    </button>
  )
}
