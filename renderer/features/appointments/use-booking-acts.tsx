import { useCallback, useRef, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { callDesk, toDeskError } from '#renderer/lib/ipc-client.ts'
import { useHotkeyRegistry } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { ErrorLine } from '#renderer/ui/error-line.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { AppointmentState, SettableState, SlotKey } from '#shared/domain/appointments/appointment.ts'

type Changed = ChannelOutput<'appointments.book'>

/**
 * Acts on bookings. Each is made at once and can be taken back from its toast: by undoing the command while it has not
 * left this desk, and after that, where there is such a thing, by the change that takes it back.
 */
export function useBookingActs(onMoved: (row: AppointmentRow, to: SlotKey) => void) {
  const { t } = useText()
  const showToast = useToasts()
  const registry = useHotkeyRegistry()
  const online = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.line === 'online'
  const busy = useRef(false)
  const [working, setWorking] = useState(false)

  const offerUndo = useCallback(
    (made: Changed, message: string, takeBack?: () => Promise<unknown>) => {
      const undo = () => {
        callDesk('sync.undo', { commandId: made.commandId })
          .catch((thrown: unknown) => {
            if (takeBack === undefined || toDeskError(thrown).code !== 'requests/already-sent') throw thrown
            return takeBack()
          })
          .then(
            () => showToast({ message: t('appointments.toastUndone'), subject: made.commandId, durationMs: 4000 }),
            (error: unknown) => showToast({ message: <ErrorLine error={error} /> }),
          )
      }
      showToast({ message: <Isolated>{message}</Isolated>, subject: made.commandId, undo })
    },
    [showToast, t],
  )

  /** Runs one act at a time, whatever is pressed meanwhile; true when it was done. */
  const run = async (act: () => Promise<void>): Promise<boolean> => {
    if (busy.current) return false
    busy.current = true
    setWorking(true)
    registry.restDecisions()
    try {
      await act()
      return true
    } catch (error) {
      showToast({ message: <ErrorLine error={error} /> })
      return false
    } finally {
      busy.current = false
      setWorking(false)
    }
  }

  const setStatus = (row: AppointmentRow, status: SettableState) =>
    run(async () => {
      const made = await callDesk('appointments.setStatus', { id: row.id, status })
      const before = row.state
      offerUndo(
        made,
        t(`appointments.toast_${status}`, { name: row.visitor.name }),
        isStatus(before) ? () => callDesk('appointments.setStatus', { id: row.id, status: before }) : undefined,
      )
    })

  const move = (row: AppointmentRow, to: SlotKey) =>
    run(async () => {
      const { scheduleId, date, time } = row
      const made = await callDesk('appointments.move', { id: row.id, to })
      offerUndo(made, t('appointments.toastMoved', { name: row.visitor.name, from: time, to: to.time }), async () => {
        await callDesk('appointments.move', { id: row.id, to: { scheduleId, date, time } })
      })
      onMoved(row, to)
    })

  const cancel = (row: AppointmentRow, remarks: string) =>
    run(async () => {
      const made = await callDesk('appointments.cancel', { id: row.id, remarks })
      const { scheduleId, date, time, visitor } = row
      // What was cancelled stays cancelled at the authority: taking it back is booking the same place anew.
      offerUndo(made, t('appointments.toastCancelled', { name: visitor.name }), () =>
        callDesk('appointments.book', { slot: { scheduleId, date, time }, visitor }),
      )
    })

  /** Says that somebody was booked, and whether the authority can be asked now. */
  const sayBooked = (made: Changed, name: string, time: string) =>
    offerUndo(made, t(online ? 'appointments.toastBooked' : 'appointments.toastProvisional', { name, time }), () =>
      callDesk('appointments.cancel', { id: made.appointmentId }),
    )

  return { setStatus, move, cancel, working, sayBooked }
}

export type BookingActs = ReturnType<typeof useBookingActs>

function isStatus(state: AppointmentState): state is SettableState {
  return state !== 'cancelled'
}
