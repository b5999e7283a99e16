import { Select } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { Slot } from '#shared/contracts/appointments.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { AppointmentService } from '#shared/domain/appointments/appointment.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import { addDays, calendarDate } from '#shared/domain/calendar.ts'
import type { WallClock } from './calendar-model.ts'
import { freeSlots, nearestFree } from './free-slots.ts'
import { SlotChoices } from './slot-choices.tsx'
import { emptyVisitor, findIdNo, type VisitorDraft, visitorFaults } from './visitor-check.ts'
import { VisitorFields } from './visitor-fields.tsx'
import classes from './walk-in-dialog.module.css'

/** How far ahead a free slot is looked for, in days. */
const horizon = 13
/** How many free times are offered. */
const offered = 4

/** What is asked for when the dialog opens: a slot that was pressed, or the next free one of a service. */
export interface BookingWish {
  readonly slot: Slot | undefined
  readonly service: AppointmentService | undefined
}

const keyOf = ({ scheduleId, date, time }: Slot) => ({ scheduleId, date, time })

/** The member who has this national ID or iqama, when the register here knows one. */
function useMemberOf(idNo: string | undefined) {
  const found = useDeskQuery(
    'members.search',
    { text: idNo ?? '', limit: 3 },
    { enabled: idNo !== undefined, keepPrevious: false },
  )
  return idNo === undefined ? undefined : found.data?.hits.find(({ member }) => member.idNo === idNo)?.member
}

function WalkInForm(props: {
  wish: BookingWish
  clock: WallClock
  onBooked: (made: ChannelOutput<'appointments.book'>, slot: Slot, visitorName: string) => void
  onClose: () => void
}) {
  const { t } = useText()
  const formId = useId()
  const { wish, clock } = props
  const book = useDeskMutation('appointments.book')
  const [typed, setTyped] = useState<VisitorDraft>(emptyVisitor)
  const [tried, setTried] = useState(false)
  const [service, setService] = useState<AppointmentService>(wish.slot?.service ?? wish.service ?? 'general')
  const [picked, setPicked] = useState<Slot | undefined>(wish.slot)
  const member = useMemberOf(findIdNo(typed.idNo))
  const today = calendarDate(clock.today)
  const slots = useDeskQuery('appointments.slots', { from: today, to: addDays(today, horizon), service })
  const days = slots.data?.days ?? []
  const soonest = onePerTime(freeSlots(days, service)).slice(0, offered)
  const chosen = picked ?? soonest[0]
  const choices =
    wish.slot === undefined || soonest.some((slot) => slotId(slot) === slotId(wish.slot ?? slot))
      ? soonest
      : [wish.slot, ...soonest.slice(0, offered - 1)]
  const draft: VisitorDraft =
    member === undefined
      ? typed
      : { idNo: typed.idNo, name: typed.name || member.nameAr, mobile: typed.mobile || member.mobile }
  const faults = visitorFaults(draft)
  const sound = Object.keys(faults).length === 0
  const bookIn = (slot: Slot) => {
    setTried(true)
    if (!sound || book.isPending) return
    setPicked(slot)
    book.mutate(
      { slot: keyOf(slot), visitor: { ...draft, name: draft.name.trim(), memberId: member?.id ?? null } },
      { onSuccess: (made) => props.onBooked(made, slot, draft.name.trim()) },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen !== undefined) bookIn(chosen)
    else setTried(true)
  }
  const full = book.error?.code === 'appointments/slot-full' || book.error?.code === 'appointments/slot-past'
  const alternatives = full && chosen !== undefined ? nearestFree(days, chosen, service, 3) : []
  return (
    <form id={formId} className={classes.form} onSubmit={submit}>
      <VisitorFields draft={draft} onChange={setTyped} member={member} tried={tried} />
      <Select
        label={t('appointments.fieldService')}
        data={AppointmentService.options.map((value) => ({ value, label: t(`appointments.service_${value}`) }))}
        value={service}
        allowDeselect={false}
        onChange={(value) => {
          setService(AppointmentService.catch('general').parse(value))
          setPicked(undefined)
          book.reset()
        }}
      />
      <SlotChoices
        label={t('appointments.freeTimes')}
        slots={choices}
        chosenId={chosen === undefined ? undefined : slotId(chosen)}
        today={clock.today}
        onChoose={(slot) => {
          setPicked(slot)
          book.reset()
        }}
      />
      {slots.data !== undefined && choices.length === 0 && (
        <p className={classes.note}>{t('appointments.noFreeTimes')}</p>
      )}
      {book.error !== null && <DeskErrorNotice error={book.error} />}
      {alternatives.length > 0 && (
        <SlotChoices
          label={t('appointments.bookInstead')}
          slots={alternatives}
          chosenId={undefined}
          today={clock.today}
          onChoose={bookIn}
        />
      )}
      <div className={classes.acts}>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          keys="Enter"
          disabledReason={chosen === undefined ? t('appointments.noFreeTimes') : undefined}
        >
          {book.isPending ? t('appointments.booking') : t('appointments.bookNow')}
        </Button>
        <Button onClick={props.onClose}>{t('appointments.back')}</Button>
        <span className={classes.note}>
          <Isolated>{t('appointments.authorityConfirms')}</Isolated>
        </span>
      </div>
    </form>
  )
}

/** One slot for each time: several counters at one time are one choice. */
function onePerTime(slots: readonly Slot[]): Slot[] {
  return slots.filter(
    (slot, index) => slots.findIndex(({ date, time }) => date === slot.date && time === slot.time) === index,
  )
}

/** Books somebody who stands at the counter: three fields, the next free slot, one press. */
export function WalkInDialog(props: {
  wish: BookingWish | undefined
  clock: WallClock
  onBooked: (made: ChannelOutput<'appointments.book'>, slot: Slot, visitorName: string) => void
  onClose: () => void
}) {
  const { t } = useText()
  const { wish } = props
  return (
    <Dialog title={t('appointments.walkIn')} opened={wish !== undefined} onClose={props.onClose} size={560}>
      {wish !== undefined && (
        <WalkInForm wish={wish} clock={props.clock} onBooked={props.onBooked} onClose={props.onClose} />
      )}
    </Dialog>
  )
}
