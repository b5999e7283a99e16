import { toDeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { getErrorRow } from '#shared/kernel/errors.ts'

/** What went wrong and what to do about it, in one line, for a toast. */
export function ErrorLine(props: { error: unknown }) {
  const { language } = useText()
  const row = getErrorRow(toDeskError(props.error).code)
  return <span>{language === 'ar' ? `${row.ar} ${row.doAr}` : `${row.en} ${row.doEn}`}</span>
}
