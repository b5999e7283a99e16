import { VisuallyHidden } from '@mantine/core'
import type { ComponentPropsWithRef } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { Avatar } from './avatar.tsx'
import classes from './clerk-button.module.css'

interface ClerkButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'role'> {
  /** What pressing it is for, read before the name. */
  label: string
  name: string
  roleName: string
}

/** Who is at the screen, in the header; opens what they can do about it. */
export function ClerkButton({ label, name, roleName, className, ...rest }: ClerkButtonProps) {
  return (
    <button type="button" {...rest} className={cx(classes.clerk, className)}>
      <VisuallyHidden>{label}: </VisuallyHidden>
      <Avatar name={name} self size={26} />
      <span className={classes.name}>{name}</span>
      <span className={classes.role}>{roleName}</span>
    </button>
  )
}
