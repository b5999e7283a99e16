import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './folded-fields.module.css'
import { Isolated } from './isolated.tsx'

/** "14 fields unchanged", which opens to show them. */
export function FoldedFields(props: { count: number; children: ReactNode }) {
  const { t } = useText()
  return (
    <details className={classes.fold}>
      <summary className={classes.summary}>
        <IconChevronDown size={16} stroke={1.6} aria-hidden="true" className={classes.chevron} />
        <Isolated>{t('common.fieldsUnchanged', { count: props.count })}</Isolated>
      </summary>
      <div className={classes.body}>{props.children}</div>
    </details>
  )
}
