import { useState } from 'react'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { PrintPage } from '#shared/contracts/desktop.ts'

/** Saves a page for paper as PDF in the screen's language; a toast says so, and what went wrong is answered. */
export function useSavePaper() {
  const { t, language } = useText()
  const showToast = useToasts()
  const [error, setError] = useState<DeskError>()
  const save = (print: PrintPage) => {
    setError(undefined)
    callDesk('desktop.savePdf', { print, language }).then(
      ({ path }) => path !== null && showToast({ message: t('certificates.savedAs') }),
      (thrown: unknown) => setError(toDeskError(thrown)),
    )
  }
  return { save, error }
}
