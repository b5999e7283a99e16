import type { ReactNode } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import classes from './ltr.module.css'

/**
 * An identifier, number, date, phone, e-mail or file name: always left to right, never broken, isolated from the text
 * around it. Put it inside a cell or a sentence, never as a flex or grid item by itself.
 */
export function Ltr(props: { children: ReactNode; className?: string | undefined }) {
  return (
    <bdi dir="ltr" className={cx(classes.ltr, props.className)}>
      {props.children}
    </bdi>
  )
}
