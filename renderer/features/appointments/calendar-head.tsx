import { SegmentedControl } from '@mantine/core'
import { IconBuilding, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { ExportButton } from '#renderer/ui/export-button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { AppointmentFilters } from '#shared/contracts/appointments.ts'
import type { AppointmentService } from '#shared/domain/appointments/appointment.ts'
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { CalendarView } from './appointments-search.ts'
import classes from './calendar-head.module.css'
import { rangeWords } from './day-words.ts'
import { ServiceFilter } from './service-filter.tsx'

/** Which days, of which branch and service, and how; then what the shapes of the bookings mean, with their counts. */
export function CalendarHead(props: {
  view: CalendarView
  from: string
  to: string
  service: AppointmentService | null
  branch: BranchCode | undefined
  provisional: number
  refused: number
  exportFilters: AppointmentFilters
  /** Another filled button stands on the screen. */
  quiet: boolean
  onView: (view: CalendarView) => void
  onService: (service: AppointmentService | null) => void
  onStep: (count: number) => void
  onToday: () => void
  onBook: () => void
}) {
  const { t, format, language } = useText()
  const { view, from, to } = props
  const [own, other] = language === 'ar' ? (['hijri', 'gregorian'] as const) : (['gregorian', 'hijri'] as const)
  const range = (calendar: typeof own) => format.inDigits(rangeWords(from, to, calendar, language))
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1 className={classes.title}>
          <Isolated>{range(own)}</Isolated>
        </h1>
        <span className={classes.note}>
          <Isolated>{range(other)}</Isolated>
        </span>
        <div className={classes.steps}>
          <IconButton
            label={t(view === 'week' ? 'appointments.previousWeek' : 'appointments.previousDay')}
            icon={<IconChevronLeft size={18} stroke={1.6} />}
            mirrored
            aria-keyshortcuts="K"
            onClick={() => props.onStep(-1)}
          />
          <Button keys="KeyT" onClick={props.onToday}>
            {t('appointments.today')}
          </Button>
          <IconButton
            label={t(view === 'week' ? 'appointments.nextWeek' : 'appointments.nextDay')}
            icon={<IconChevronRight size={18} stroke={1.6} />}
            mirrored
            aria-keyshortcuts="J"
            onClick={() => props.onStep(1)}
          />
        </div>
        <div className={classes.acts}>
          <SegmentedControl
            aria-label={t('appointments.view')}
            value={view}
            onChange={(value) => props.onView(CalendarView.catch('week').parse(value))}
            data={[
              { value: 'day', label: t('appointments.viewDay') },
              { value: 'week', label: t('appointments.viewWeek') },
            ]}
          />
          <ExportButton report="appointments" filters={props.exportFilters} />
          <Button
            variant={props.quiet ? 'outlined' : 'primary'}
            keys="KeyB"
            icon={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
            onClick={props.onBook}
          >
            {t('appointments.walkIn')}
          </Button>
        </div>
      </div>
      <div className={classes.line}>
        <ServiceFilter service={props.service} onChange={props.onService} />
        {props.branch !== undefined && (
          <span className={classes.branch}>
            <IconBuilding size={15} stroke={1.6} aria-hidden="true" />
            {t(`requests.branch_${props.branch}`)}
          </span>
        )}
        <ul className={classes.legend}>
          <li>
            <span className={classes.mark} data-tone="booked" aria-hidden="true" />
            {t('appointments.legendConfirmed')}
          </li>
          <li>
            <span className={classes.mark} data-tone="provisional" aria-hidden="true" />
            <Isolated>{t('appointments.legendProvisional', { n: props.provisional })}</Isolated>
          </li>
          {props.refused > 0 && (
            <li>
              <span className={classes.mark} data-tone="refused" aria-hidden="true" />
              <TextLink to="/appointments/worklist" search={{}}>
                <Isolated>{t('appointments.legendRefused', { count: props.refused })}</Isolated>
              </TextLink>
            </li>
          )}
        </ul>
      </div>
    </header>
  )
}
