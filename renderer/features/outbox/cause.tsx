import { useText } from '#renderer/lib/use-text.ts'
import { ErrorFacts } from '#renderer/ui/error-facts.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import { getErrorRow, isErrorCode } from '#shared/kernel/errors.ts'
import classes from './cause.module.css'
import { causeWordsOf } from './outbox-model.ts'

/** Why it was refused, parked or is tried again: what happened, what is safe, what to do. */
export function Cause(props: { item: OutboxItem; code: string }) {
  const { t, language } = useText()
  if (!isErrorCode(props.code)) {
    return (
      <p className={classes.code}>
        {t('outbox.cause')}: <Ltr>{props.code}</Ltr>
      </p>
    )
  }
  const row = getErrorRow(props.code)
  const arabic = language === 'ar'
  const { happened, todo } = causeWordsOf(props.item)
  const table = arabic
    ? { what: row.ar, safe: row.safeAr, todo: row.doAr }
    : { what: row.en, safe: row.safeEn, todo: row.doEn }
  return (
    <section className={classes.cause} aria-label={t('outbox.cause')}>
      <ErrorFacts
        happened={happened === undefined ? table.what : t(`outbox.overtaken_${happened}`)}
        safe={table.safe}
        todo={todo === undefined ? table.todo : t(`outbox.todo_${todo}`)}
      />
    </section>
  )
}
