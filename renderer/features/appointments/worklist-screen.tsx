import { IconCalendarCheck, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { callDesk, toDeskError } from '#renderer/lib/ipc-client.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { PaneFoot } from '#renderer/ui/panes.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { Slot, WorklistItem } from '#shared/contracts/appointments.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { getErrorRow, isErrorCode } from '#shared/kernel/errors.ts'
import { SlotChoices } from './slot-choices.tsx'
import { SlotWhen } from './slot-words.tsx'
import { useBookingActs } from './use-booking-acts.tsx'
import classes from './worklist-screen.module.css'

const nothing = () => undefined

/** Bookings that the authority refused: why, who, what was wanted, and the nearest free slots, one key each. */
export function WorklistScreen() {
  const { t, format, language } = useText()
  const navigate = useNavigate()
  const showToast = useToasts()
  const worklist = useDeskQuery('appointments.worklist', {})
  const discard = useDeskMutation('sync.discard')
  const acts = useBookingActs(nothing)
  const [chosenId, setChosenId] = useState<string>()
  const [asked, setAsked] = useState<WorklistItem>()
  const [failed, setFailed] = useState<{ commandId: string; error: unknown }>()
  const [busy, setBusy] = useState(false)
  const items = worklist.data?.items ?? []
  const active = items.find((item) => item.commandId === chosenId) ?? items[0]

  const bookInstead = async (item: WorklistItem, slot: Slot) => {
    if (busy || item.visitor === null) return
    setBusy(true)
    setFailed(undefined)
    const { scheduleId, date, time } = slot
    try {
      const { visitor, commandId: insteadOf } = item
      const made = await callDesk('appointments.book', { slot: { scheduleId, date, time }, visitor, insteadOf })
      acts.sayBooked(made, visitor.name, time)
    } catch (thrown) {
      setFailed({ commandId: item.commandId, error: toDeskError(thrown) })
    } finally {
      setBusy(false)
    }
  }
  const giveUp = (item: WorklistItem) =>
    discard.mutate(
      { commandId: item.commandId },
      {
        onSuccess: () => showToast({ message: t('appointments.gaveUp') }),
        onError: (error) => setFailed({ commandId: item.commandId, error }),
        onSettled: () => setAsked(undefined),
      },
    )
  const step = (by: number) => {
    const at = active === undefined ? -1 : items.indexOf(active)
    setChosenId(items[Math.min(items.length - 1, Math.max(0, at + by))]?.commandId)
  }
  useHotkeys([
    { keys: 'KeyJ', label: t('appointments.nextItem'), run: () => step(1) },
    { keys: 'KeyK', label: t('appointments.previousItem'), run: () => step(-1) },
    ...(active?.visitor == null ? [] : active.alternatives).slice(0, 9).map((slot, index) => ({
      keys: `Digit${index + 1}`,
      label: t('appointments.bookInstead'),
      decision: true,
      run: () => void bookInstead(active as WorklistItem, slot),
    })),
    {
      keys: 'KeyX',
      label: t('appointments.giveUp'),
      enabled: active !== undefined,
      run: () => setAsked(active),
    },
    {
      keys: 'Escape',
      label: t('appointments.toCalendar'),
      run: () => void navigate({ to: '/appointments', search: {} }),
    },
  ])
  const causeOf = (item: WorklistItem) => {
    const row = getErrorRow(isErrorCode(item.cause) ? item.cause : 'internal')
    return language === 'ar' ? row.ar : row.en
  }
  const clerkOf = (id: string) => {
    const clerk = worklist.data?.clerks[id]
    return clerk === undefined ? t('appointments.byUnknown') : language === 'ar' ? clerk.nameAr : clerk.nameEn
  }
  return (
    <div className={classes.screen}>
      <PageHead
        title={t('appointments.worklist')}
        note={<Isolated>{t('appointments.worklistCount', { count: items.length })}</Isolated>}
        actions={
          <TextLink to="/appointments" search={{}}>
            {t('appointments.toCalendar')}
          </TextLink>
        }
      />
      <div className={classes.body} tabIndex={0}>
        {worklist.error !== null && <DeskErrorNotice error={worklist.error} retry={() => void worklist.refetch()} />}
        {worklist.isPending && <SkeletonRows rows={3} columns="minmax(0, 1fr)" count={1} rowHeight={120} />}
        {worklist.data !== undefined && items.length === 0 && (
          <EmptyState
            icon={<IconCalendarCheck size={40} stroke={1.2} />}
            action={
              <TextLink to="/appointments" search={{}}>
                {t('appointments.toCalendar')}
              </TextLink>
            }
          >
            {t('appointments.worklistEmpty')}
          </EmptyState>
        )}
        <ol className={classes.list}>
          {items.map((item) => (
            <li
              key={item.commandId}
              className={classes.item}
              aria-current={item === active || undefined}
              onFocus={() => setChosenId(item.commandId)}
              onPointerDown={() => setChosenId(item.commandId)}
            >
              <div className={classes.line}>
                <h2 className={classes.name}>{item.visitor?.name ?? t('appointments.someAppointment')}</h2>
                <span className={classes.cause}>{causeOf(item)}</span>
              </div>
              <p className={classes.facts}>
                {item.visitor !== null && (
                  <>
                    <span>
                      <Ltr>{displayPhone(item.visitor.mobile)}</Ltr>
                    </span>
                    <span>
                      <Ltr>{item.visitor.idNo}</Ltr>
                    </span>
                  </>
                )}
                <span>
                  {t('appointments.wanted')} <SlotWhen slot={item.wanted} />
                </span>
                {item.service !== null && <span>{t(`appointments.service_${item.service}`)}</span>}
                <span>
                  {clerkOf(item.by)} · <Ltr>{format.time(item.at)}</Ltr>
                </span>
              </p>
              {failed?.commandId === item.commandId && <DeskErrorNotice error={failed.error} />}
              <SlotChoices
                label={t('appointments.bookInstead')}
                slots={item.visitor === null ? [] : item.alternatives}
                chosenId={undefined}
                today={undefined}
                keys={item === active}
                onChoose={(slot) => void bookInstead(item, slot)}
              />
              {item.alternatives.length === 0 && <p className={classes.facts}>{t('appointments.noFreeTimes')}</p>}
              <div className={classes.acts}>
                <Button
                  variant="danger"
                  {...(item === active ? { keys: 'KeyX' } : {})}
                  icon={<IconTrash size={16} stroke={1.6} aria-hidden="true" />}
                  onClick={() => setAsked(item)}
                >
                  {t('appointments.giveUp')}
                </Button>
              </div>
            </li>
          ))}
        </ol>
      </div>
      <PaneFoot
        end={
          <KeyHints
            hints={[
              { keys: ['KeyJ', 'KeyK'], label: t('appointments.keyMove') },
              { keys: ['Digit1', 'Digit2', 'Digit3'], label: t('appointments.bookInstead') },
              { keys: ['KeyX'], label: t('appointments.giveUp') },
            ]}
          />
        }
      />
      <Dialog
        title={t('appointments.giveUpTitle')}
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        foot={
          <>
            <Button variant="danger" onClick={() => asked !== undefined && giveUp(asked)}>
              {t('appointments.giveUp')}
            </Button>
            <Button onClick={() => setAsked(undefined)}>{t('appointments.back')}</Button>
          </>
        }
      >
        <p>
          <strong>{asked?.visitor?.name}</strong>
        </p>
        <p>{t('appointments.giveUpEffect')}</p>
      </Dialog>
    </div>
  )
}
