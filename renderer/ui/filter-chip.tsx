import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './filter-chip.module.css'

/** One filter as a small sentence: the field quiet, the value plain, and a way to remove it. */
export function FilterChip(props: { field: string; value: ReactNode; onRemove?: () => void; onOpen?: () => void }) {
  const { t } = useText()
  const sentence = (
    <>
      <span className={classes.field}>{props.field}</span> <span className={classes.value}>{props.value}</span>
    </>
  )
  return (
    <span className={classes.chip}>
      {props.onOpen === undefined ? (
        <span>{sentence}</span>
      ) : (
        <button type="button" className={classes.open} onClick={props.onOpen}>
          {sentence}
        </button>
      )}
      {props.onRemove !== undefined && (
        <button
          type="button"
          className={classes.remove}
          aria-label={`${t('common.remove')}: ${props.field}`}
          onClick={props.onRemove}
        >
          <IconX size={14} stroke={1.6} aria-hidden="true" />
        </button>
      )}
    </span>
  )
}
