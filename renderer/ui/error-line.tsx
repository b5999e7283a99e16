import { useState } from 'react'
import { toDeskError } from '#renderer/lib/ipc-client.ts'
import { useCopied } from '#renderer/lib/use-copied.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'
import classes from './error-line.module.css'

/** What went wrong and what to do about it in one line, for a toast, with its details to copy for support. */
export function ErrorLine(props: { error: unknown }) {
  const { t, language } = useText()
  const [at] = useState(() => new Date().toISOString())
  const { copied, copy } = useCopied()
  const { code, detail } = toDeskError(props.error)
  const row = getErrorRow(code)
  return (
    <span>
      {language === 'ar' ? `${row.ar} ${row.doAr}` : `${row.en} ${row.doEn}`}{' '}
      <button type="button" className={classes.copy} onClick={() => copy(JSON.stringify({ code, detail, at }))}>
        {copied ? t('common.copied') : t('common.copyDetails')}
      </button>
    </span>
  )
}
