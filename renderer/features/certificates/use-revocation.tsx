import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import { beginUndoOffer } from '#renderer/lib/undo-offer.ts'
import { useHotkeyRegistry } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { ErrorLine } from '#renderer/ui/error-line.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Certificate, RevocationStep } from '#shared/domain/certificates/certificate.ts'

/** Takes steps of a revocation, once each, and takes them back while they were not sent. */
export function useRevocation(certificate: Pick<Certificate, 'id' | 'number'>) {
  const { t } = useText()
  const client = useQueryClient()
  const registry = useHotkeyRegistry()
  const showToast = useToasts()
  const busy = useRef(false)
  const [error, setError] = useState<DeskError>()
  const undo = (commandId: string) =>
    void callDesk('sync.undo', { commandId }).then(
      () => showToast({ message: t('certificates.toastUndone'), subject: commandId, durationMs: 4000 }),
      (thrown: unknown) => showToast({ message: <ErrorLine error={thrown} /> }),
    )
  /** Answers whether the step was taken. */
  const take = async (step: RevocationStep, words: { reason: string; remarks: string }): Promise<boolean> => {
    if (busy.current) return false
    busy.current = true
    setError(undefined)
    registry.restDecisions()
    const leftOf = beginUndoOffer()
    try {
      const taken = await callDesk('certificates.revoke', { id: certificate.id, step, ...words })
      const { commandId } = taken
      showToast({
        message: <Isolated>{t(`certificates.toast_${step}`, { number: certificate.number })}</Isolated>,
        subject: commandId,
        undo: () => undo(commandId),
        durationMs: leftOf(taken),
      })
      await client.invalidateQueries({ queryKey: deskKeys.call('certificates.get', { id: certificate.id }) })
      return true
    } catch (thrown) {
      setError(toDeskError(thrown))
      return false
    } finally {
      busy.current = false
    }
  }
  return { take, undo, error }
}
