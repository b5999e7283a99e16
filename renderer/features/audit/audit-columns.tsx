import { IconAlertTriangle } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import type { DeskColumn } from '#renderer/ui/data-table-model.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { PlacedEntry } from '#shared/domain/audit/audit-view.ts'
import classes from './audit-screen.module.css'
import { actionWords, isFault } from './audit-words.ts'

export type AuditClerks = ChannelOutput<'audit.list'>['clerks']

/** Who did it, by name where this desk knows one. */
export function useActorName(clerks: AuditClerks): (actor: string) => string {
  const { t, language } = useText()
  return (actor) => {
    if (actor === 'member') return t('audit.byMember')
    if (actor === 'system') return t('audit.bySystem')
    const known = clerks[actor]
    if (known === undefined) return actor
    return language === 'ar' ? known.nameAr : known.nameEn
  }
}

/** Columns of the log. */
export function useAuditColumns(clerks: AuditClerks): DeskColumn<PlacedEntry>[] {
  const { t, format } = useText()
  const nameOf = useActorName(clerks)
  return useMemo(
    () => [
      {
        id: 'seq',
        header: t('audit.columnSeq'),
        width: '84px',
        emphasis: 'quiet',
        cell: ({ seq }) => <Ltr>{format.number(seq + 1)}</Ltr>,
      },
      {
        id: 'when',
        header: t('audit.columnWhen'),
        width: '168px',
        cell: ({ entry }) => <DualDate at={entry.at} single withTime />,
      },
      {
        id: 'what',
        header: t('audit.columnWhat'),
        width: 'minmax(180px, 1.3fr)',
        emphasis: 'strong',
        cell: ({ entry }) => (
          <span className={classes.what}>
            {isFault(entry.action) && (
              <IconAlertTriangle size={15} stroke={1.7} aria-hidden="true" className={classes.fault} />
            )}
            <Isolated>{actionWords(entry.action, t)}</Isolated>
          </span>
        ),
      },
      {
        id: 'who',
        header: t('audit.columnWho'),
        width: 'minmax(120px, 1fr)',
        cell: ({ entry }) => <Isolated>{nameOf(entry.actor)}</Isolated>,
      },
      {
        id: 'subject',
        header: t('audit.columnSubject'),
        width: 'minmax(120px, 1fr)',
        emphasis: 'quiet',
        wideOnly: true,
        cell: ({ entry }) => <Ltr>{entry.subject}</Ltr>,
      },
    ],
    [t, format, nameOf],
  )
}
