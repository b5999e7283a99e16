import { TextInput } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { AppointmentFilters, AppointmentRow } from '#shared/contracts/appointments.ts'
import { inOrderOfArrival } from './arrivals.ts'
import classes from './arrivals-pane.module.css'
import { toneOf } from './booking-block.tsx'

/** How long after the last key the list follows, in milliseconds. */
const pauseMs = 150

/** The visitors of a day: who is here first, then who comes next; found by part of a name, an ID or a number. */
export function ArrivalsPane(props: {
  filters: AppointmentFilters
  onSearch: (text: string) => void
  onChoose: (row: AppointmentRow) => void
  onCheckIn: (row: AppointmentRow) => void
  /** The visitor in the list who has the focus: the keys of acts speak of them. */
  onFocus: (id: string | undefined) => void
}) {
  const { t, format } = useText()
  const { filters, onSearch } = props
  const [typed, setTyped] = useState(filters.text ?? '')
  useEffect(() => {
    const timer = setTimeout(() => onSearch(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, onSearch])
  const list = useDeskQuery('appointments.list', { filters, limit: 200 })
  const rows = inOrderOfArrival(list.data?.rows ?? [])
  // Cancelled ones are found but not expected; the exact total counts where a page does not hold all.
  const total = list.data === undefined ? undefined : list.data.after === null ? rows.length : list.data.total
  return (
    <section className={classes.pane} aria-label={t('appointments.arrivals')}>
      <header className={classes.head}>
        <h2 className={classes.title}>{t('appointments.arrivals')}</h2>
        {total !== undefined && (
          <span className={classes.note}>
            <Isolated>{t('appointments.visitorCount', { count: total })}</Isolated>
          </span>
        )}
      </header>
      <form
        className={classes.search}
        onSubmit={(event) => {
          event.preventDefault()
          const [first] = rows
          if (first !== undefined) props.onChoose(first)
        }}
      >
        <TextInput
          size="xs"
          aria-label={t('appointments.findVisitor')}
          placeholder={t('appointments.findVisitor')}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      <div className={classes.body} tabIndex={0}>
        {list.error !== null && <DeskErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {list.data !== undefined && rows.length === 0 && (
          <p className={classes.note}>
            {(filters.text ?? '') === '' ? t('appointments.noArrivals') : t('appointments.nobodyFound')}
          </p>
        )}
        <ul className={classes.list}>
          {rows.map((row) => (
            <li
              key={row.id}
              className={classes.row}
              data-tone={toneOf(row)}
              onFocus={() => props.onFocus(row.id)}
              onBlur={() => props.onFocus(undefined)}
            >
              <button type="button" className={classes.visitor} onClick={() => props.onChoose(row)}>
                <span className={classes.time}>
                  <Ltr>{format.inDigits(row.time)}</Ltr>
                </span>
                <span className={classes.who}>
                  <span className={classes.name} dir="auto">
                    {row.visitor.name}
                  </span>
                  <span className={classes.note}>
                    <Isolated>{`${t(`appointments.tone_${toneOf(row)}`)} · ${t('appointments.counter', { n: row.counter })}`}</Isolated>
                  </span>
                </span>
              </button>
              {row.state === 'booked' && row.statuses.includes('arrived') && (
                <IconButton
                  label={t('appointments.checkIn', { name: row.visitor.name })}
                  icon={<IconUserCheck size={17} stroke={1.6} />}
                  onClick={() => props.onCheckIn(row)}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
