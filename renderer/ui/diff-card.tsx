import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import classes from './diff-card.module.css'
import { type DiffPiece, diffTokens } from './diff-tokens.ts'

function Line(props: {
  kind: 'base' | 'proposed'
  label: string
  pieces: readonly DiffPiece[]
  ltr: boolean
  action?: ReactNode
}) {
  const Mark = props.kind === 'base' ? 'del' : 'ins'
  return (
    <div className={classes.line} data-kind={props.kind}>
      <dt className={classes.label}>
        <span className={classes.sign} aria-hidden="true">
          {props.kind === 'base' ? '−' : '+'}
        </span>
        {props.label}
      </dt>
      <dd className={classes.value}>
        <bdi dir={props.ltr ? 'ltr' : 'auto'} className={classes.text}>
          {props.pieces.map((piece, index) =>
            // Pieces have no other name than their place in the text.
            piece.changed ? <Mark key={index}>{piece.text}</Mark> : <span key={index}>{piece.text}</span>,
          )}
        </bdi>
      </dd>
      {props.action !== undefined && <dd className={classes.act}>{props.action}</dd>}
    </div>
  )
}

/**
 * A field's change: base above, proposed below, the tokens that differ marked. `ltr` for addresses, phones and ids.
 * `badge` stands after the field's name (a risk chip), `note` at the far end, `action` beside the proposed value.
 */
export function DiffCard(props: {
  field: string
  base: string
  proposed: string
  ltr?: boolean
  badge?: ReactNode
  note?: ReactNode
  action?: ReactNode
  /** Stands below both lines: what is decided of the field. */
  foot?: ReactNode
}) {
  const { t } = useText()
  const diff = diffTokens(props.base, props.proposed)
  const ltr = props.ltr ?? false
  return (
    <section className={classes.card} aria-label={props.field}>
      <div className={classes.head}>
        <h3 className={classes.field}>{props.field}</h3>
        {props.badge}
        {props.note !== undefined && <span className={classes.note}>{props.note}</span>}
      </div>
      <dl className={classes.lines}>
        <Line kind="base" label={t('common.base')} pieces={diff.base} ltr={ltr} />
        <Line kind="proposed" label={t('common.proposed')} pieces={diff.proposed} ltr={ltr} action={props.action} />
      </dl>
      {props.foot}
    </section>
  )
}
