import type { ComponentType } from 'react'
import { AppointmentSlip } from '#renderer/features/appointments/appointment-slip.tsx'
import { CertificatePaper } from '#renderer/features/printing/certificate-paper.tsx'
import { VerificationPaper } from '#renderer/features/printing/verification-paper.tsx'
import type { PrintPage } from '#shared/contracts/desktop.ts'

/**
 * The page for paper of each kind. A page draws the record with this id inside the sheet, in the language of the window,
 * and calls `usePrintReady` when everything is on it.
 */
export const printPages: Partial<Record<PrintPage['page'], ComponentType<{ id: string }>>> = {
  appointment: AppointmentSlip,
  certificate: CertificatePaper,
  verification: VerificationPaper,
}
