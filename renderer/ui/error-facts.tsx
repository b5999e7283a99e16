import { useText } from '#renderer/lib/use-text.ts'
import classes from './error-facts.module.css'

/** What a row of the error table says, in its order: what happened, what is safe, what to do. */
export function ErrorFacts(props: { happened: string; safe: string; todo: string }) {
  const { t } = useText()
  return (
    <>
      <p className={classes.happened}>{props.happened}</p>
      <dl className={classes.facts}>
        <dt>{t('common.whatIsSafe')}</dt>
        <dd>{props.safe}</dd>
        <dt>{t('common.whatToDo')}</dt>
        <dd>{props.todo}</dd>
      </dl>
    </>
  )
}
