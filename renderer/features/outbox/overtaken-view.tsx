import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { ComparisonTable } from '#renderer/ui/comparison-table.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { AppointmentStanding, CertificateStanding, OutboxItem, Overtaken } from '#shared/contracts/outbox.ts'
import classes from './conflict-view.module.css'
import { useNameOfDoer } from './item-words.ts'
import { OvertakenRequest } from './overtaken-request.tsx'

interface Row<Standing> {
  readonly id: string
  readonly field: string
  readonly draw: (standing: Standing) => ReactNode
  /** The same in both when nothing of it was changed. */
  readonly mark: (standing: Standing) => string
}

/** How a record was seen, how it stands and how the command would have left it, in words. */
function Standings<Standing>(props: {
  item: OutboxItem
  sides: { readonly base: Standing; readonly theirs: Standing; readonly mine: Standing }
  rows: readonly Row<Standing>[]
  /** Who was the last to act there, and when. */
  last: { readonly by: string; readonly nameAr: string; readonly nameEn: string; readonly at: string } | null
}) {
  const { t, format } = useText()
  const nameOf = useNameOfDoer()
  const { item, last } = props
  const { base, theirs, mine } = props.sides
  const note = (words: string, more: string) => (
    <>
      <span className={classes.note}>{words}</span>
      <Isolated>{more}</Isolated>
    </>
  )
  const when = (at: string) => `${format.dualDay(format.dayOf(Date.parse(at))).first} ${format.time(at)}`
  return (
    <ComparisonTable
      caption={t('outbox.comparison')}
      fieldLabel={t('outbox.field')}
      conflictLabel={t('outbox.conflict')}
      base={{ title: t('outbox.base'), note: t('outbox.seenNote') }}
      theirs={{
        title: t('outbox.theirs'),
        note: note(t('outbox.theirsNote'), last === null ? '' : `${nameOf(last)} · ${when(last.at)}`),
      }}
      mine={{ title: t('outbox.mine'), note: note(t('outbox.mineNote'), when(item.madeAt)) }}
      rows={props.rows.map(({ id, field, draw, mark }) => ({
        id,
        field,
        base: draw(base),
        theirs: draw(theirs),
        mine: draw(mine),
        changed: { theirs: mark(theirs) !== mark(base), mine: mark(mine) !== mark(base) },
      }))}
    />
  )
}

function CertificateStandings(props: { item: OutboxItem; overtaken: Extract<Overtaken, { kind: 'certificate' }> }) {
  const { t } = useText()
  const { overtaken } = props
  const rows: Row<CertificateStanding>[] = [
    {
      id: 'state',
      field: t('outbox.certificateState'),
      draw: ({ state, proposed }) => (
        <>
          {t(`certificates.state_${state}`)}
          {proposed && <span className={classes.note}>{t('outbox.revocationProposed')}</span>}
        </>
      ),
      mark: ({ state, proposed }) => `${state} ${proposed}`,
    },
  ]
  return <Standings item={props.item} sides={overtaken} rows={rows} last={overtaken.last} />
}

function AppointmentStandings(props: { item: OutboxItem; overtaken: Extract<Overtaken, { kind: 'appointment' }> }) {
  const { t, format } = useText()
  const { overtaken } = props
  const rows: Row<AppointmentStanding>[] = [
    {
      id: 'slot',
      field: t('outbox.factSlot'),
      draw: ({ slot, counter }) => (
        <>
          <DualDate day={slot.date} single /> <Ltr>{format.inDigits(slot.time)}</Ltr>
          {counter !== null && <span className={classes.note}>{t('appointments.counter', { n: counter })}</span>}
        </>
      ),
      mark: ({ slot: { scheduleId, date, time } }) => `${scheduleId} ${date} ${time}`,
    },
    {
      id: 'state',
      field: t('outbox.appointmentState'),
      draw: ({ state }) => t(`appointments.state_${state}`),
      mark: ({ state }) => state,
    },
  ]
  return <Standings item={props.item} sides={overtaken} rows={rows} last={overtaken.last} />
}

/** What stands at the authority in the place of a command that came too late, beside what it would have done. */
export function OvertakenView(props: { item: OutboxItem; overtaken: Overtaken }) {
  const { item, overtaken } = props
  if (overtaken.kind === 'request') return <OvertakenRequest item={item} overtaken={overtaken} />
  if (overtaken.kind === 'certificate') return <CertificateStandings item={item} overtaken={overtaken} />
  return <AppointmentStandings item={item} overtaken={overtaken} />
}
