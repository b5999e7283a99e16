import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './text-link.module.css'

/** A link's look on a plain anchor; use `TextLink` for places of this application. */
export function Anchor({ className, ...rest }: ComponentPropsWithRef<'a'>) {
  return <a {...rest} className={cx(classes.link, className)} />
}

/** A typed link to a place of this application, in the accent colour. */
export const TextLink = createLink(Anchor)
