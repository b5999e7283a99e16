import { IconAlertTriangle, IconCheck, IconCloudOff } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import classes from './booking-block.module.css'

/** How a booking looks: its own state, unless the authority has still to say or has said no. */
export function toneOf(row: AppointmentRow): 'refused' | 'provisional' | AppointmentRow['state'] {
  if (row.refusedCommandId !== null) return 'refused'
  return row.provisional ? 'provisional' : row.state
}

const glyphs = { refused: IconAlertTriangle, provisional: IconCloudOff, served: IconCheck } as const

/** One booking in its slot: the visitor, and what for where there is room. Its state is a shape; its word is the slot's name. */
export function BookingBlock(props: {
  row: AppointmentRow
  chosen: boolean
  withService: boolean
  tight: boolean
  more?: number
}) {
  const { t } = useText()
  const { row, more = 0 } = props
  const tone = toneOf(row)
  const shape = tone === 'refused' || tone === 'provisional' || tone === 'served' ? glyphs[tone] : undefined
  const Glyph = row.pending && tone !== 'refused' ? IconCloudOff : shape
  return (
    <span
      className={classes.block}
      data-booking={row.id}
      data-tone={tone}
      data-pending={row.pending || undefined}
      data-movable={row.canMove || undefined}
      data-tight={props.tight || undefined}
      data-chosen={props.chosen || undefined}
    >
      <span className={classes.name}>
        {Glyph !== undefined && <Glyph size={13} stroke={1.8} className={classes.glyph} />}
        <span className={classes.words} dir="auto">
          {row.visitor.name}
        </span>
        {more > 0 && <bdi dir="ltr" className={classes.more}>{`+${more}`}</bdi>}
      </span>
      {props.withService && <span className={classes.service}>{t(`appointments.service_${row.service}`)}</span>}
    </span>
  )
}
