import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import type { Slot } from '#shared/contracts/appointments.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import { freePlaces } from './calendar-model.ts'
import classes from './slot-choices.module.css'
import { SlotWhen } from './slot-words.tsx'

/** A few slots side by side, each one press; with `keys` also one key (1, 2, 3 …), whose binding is the screen's work. */
export function SlotChoices(props: {
  label: string
  slots: readonly Slot[]
  /** The slot that is taken if nothing else is pressed; none where a press already books. */
  chosenId: string | undefined
  today: string | undefined
  keys?: boolean
  onChoose: (slot: Slot) => void
}) {
  const { t, format } = useText()
  if (props.slots.length === 0) return null
  return (
    <div className={classes.choices} role="group" aria-label={props.label}>
      <span className={classes.label}>{props.label}</span>
      <div className={classes.list}>
        {props.slots.map((slot, index) => (
          <button
            key={slotId(slot)}
            type="button"
            className={classes.choice}
            {...(props.chosenId === undefined ? {} : { 'aria-pressed': slotId(slot) === props.chosenId })}
            onClick={() => props.onChoose(slot)}
          >
            {props.keys === true && (
              <span aria-hidden="true" className={classes.key}>
                <Kbd keys={`Digit${index + 1}`} />
              </span>
            )}
            <span className={classes.when}>
              {slot.date === props.today ? (
                <Isolated>{`${t('appointments.today')} ${format.inDigits(slot.time)}`}</Isolated>
              ) : (
                <SlotWhen slot={slot} />
              )}
            </span>
            <span className={classes.note}>
              <Isolated>{`${t('appointments.counter', { n: slot.counter })} · ${t('appointments.freePlaces', { count: freePlaces(slot) })}`}</Isolated>
            </span>
          </button>
        ))}
      </div>
    </div>
  )
}
