import { useCallback } from 'react'
import { callDesk } from '#renderer/lib/ipc-client.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { ErrorLine } from '#renderer/ui/error-line.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'

/**
 * Takes a decision back: the named one, or the clerk's last. Where it was taken back, `then` gets the request, so that
 * the clerk stands before it again; where it cannot be any more, a toast says why.
 */
export function useUndo(then: (undone: { commandId: string; requestId: string }) => void) {
  const { t } = useText()
  const showToast = useToasts()
  return useCallback(
    (commandId?: string) => {
      callDesk('requests.undo', commandId === undefined ? {} : { commandId }).then(
        (undone) => {
          showToast({ message: t('requests.toastUndone'), subject: undone.commandId, durationMs: 4000 })
          then(undone)
        },
        (error: unknown) => showToast({ message: <ErrorLine error={error} /> }),
      )
    },
    [showToast, t, then],
  )
}
