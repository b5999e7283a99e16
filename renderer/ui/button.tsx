import { type ComponentPropsWithRef, type ReactNode, useId } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { ariaKeys, type KeyCombo } from '#renderer/lib/hotkeys.ts'
import { isMac } from '#renderer/lib/use-hotkeys.tsx'
import classes from './button.module.css'
import { Kbd } from './kbd.tsx'

interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'disabled'> {
  /** One `primary` a screen; `danger` is red text, never filled; `quiet` has no border. */
  variant?: 'primary' | 'outlined' | 'danger' | 'quiet'
  /** 32, 36 (second row of decisions) or 42 (the decision). */
  size?: 'md' | 'lg' | 'decision'
  icon?: ReactNode
  /** The key that does the same, shown at the inline end. Binding it is the screen's work. */
  keys?: KeyCombo
  fullWidth?: boolean
  /** Why it cannot be pressed now. It stays focusable and says the reason; show the reason beside it too. */
  disabledReason?: string | undefined
}

/** A verbal noun that acts. */
export function Button({
  variant = 'outlined',
  size = 'md',
  icon,
  keys,
  fullWidth,
  disabledReason,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const disabled = disabledReason !== undefined
  return (
    <>
      <button
        type="button"
        {...rest}
        className={cx(classes.button, className)}
        data-variant={variant}
        data-size={size}
        data-full={fullWidth === true || undefined}
        aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys, isMac)}
        aria-disabled={disabled || undefined}
        aria-describedby={disabled ? reasonId : rest['aria-describedby']}
        onClick={disabled ? (event) => event.preventDefault() : onClick}
      >
        {icon}
        <span className={classes.label}>{children}</span>
        {keys !== undefined && (
          <span aria-hidden="true" className={classes.key}>
            <Kbd keys={keys} filled={variant === 'primary'} />
          </span>
        )}
      </button>
      {disabled && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </>
  )
}
