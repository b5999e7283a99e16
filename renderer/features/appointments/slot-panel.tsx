import { IconPlus, IconX } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import { toneOf } from './booking-block.tsx'
import { BookingDetails } from './booking-details.tsx'
import { type Cell, freePlaces, isBookable, type WallClock } from './calendar-model.ts'
import classes from './slot-panel.module.css'
import { OtherDay, SlotWhen } from './slot-words.tsx'
import type { BookingActs } from './use-booking-acts.tsx'

/** A slot that was opened: who holds its places, one booking in full, and the way to book what is free. */
export function SlotPanel(props: {
  cell: Cell
  clock: WallClock
  chosenId: string | undefined
  acts: BookingActs
  onChoose: (id: string) => void
  onClose: () => void
  onBook: (cell: Cell) => void
  onMove: (row: AppointmentRow) => void
  onCancel: (row: AppointmentRow) => void
}) {
  const { t } = useText()
  const { cell, chosenId } = props
  const { slot, bookings } = cell
  const free = freePlaces(slot)
  const bookable = isBookable(slot, props.clock)
  const chosen = bookings.find((row) => row.id === chosenId)
  return (
    <section className={classes.panel} aria-label={t('appointments.slot')}>
      <header className={classes.head}>
        <div>
          <h2 className={classes.title}>
            <SlotWhen slot={slot} />
          </h2>
          <p className={classes.note}>
            <OtherDay date={slot.date} />
          </p>
          <p className={classes.note}>
            <Isolated>{`${t('appointments.counter', { n: slot.counter })} · ${t(`appointments.service_${slot.service}`)}`}</Isolated>
          </p>
          <p className={classes.note}>
            <Isolated>{t('appointments.takenOf', { taken: slot.taken, capacity: slot.capacity })}</Isolated>
          </p>
        </div>
        <IconButton
          label={t('common.close')}
          icon={<IconX size={18} stroke={1.6} />}
          onClick={props.onClose}
          aria-keyshortcuts="Escape"
        />
      </header>
      <div className={classes.body} tabIndex={0}>
        {(bookings.length > 1 || (bookings.length === 1 && chosen === undefined)) && (
          <ul className={classes.list}>
            {bookings.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className={classes.row}
                  aria-pressed={row.id === chosenId}
                  onClick={() => props.onChoose(row.id)}
                >
                  <span className={classes.rowName} dir="auto">
                    {row.visitor.name}
                  </span>
                  <span className={classes.rowState}>{t(`appointments.tone_${toneOf(row)}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {chosen !== undefined && (
          <BookingDetails
            key={chosen.id}
            row={chosen}
            acts={props.acts}
            onMove={props.onMove}
            onCancel={props.onCancel}
          />
        )}
        {bookings.length === 0 && <p className={classes.note}>{t('appointments.nobodyYet')}</p>}
      </div>
      <footer className={classes.foot}>
        <Button
          variant={bookings.length === 0 ? 'primary' : 'outlined'}
          icon={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
          disabledReason={bookable ? undefined : free === 0 ? t('appointments.full') : t('appointments.past')}
          onClick={() => props.onBook(cell)}
        >
          {t('appointments.bookHere')}
        </Button>
        <span className={classes.note}>
          <Isolated>
            {bookable
              ? t('appointments.freePlaces', { count: free })
              : t(free === 0 ? 'appointments.full' : 'appointments.past')}
          </Isolated>
        </span>
      </footer>
    </section>
  )
}
