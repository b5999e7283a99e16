import { Link } from '@tanstack/react-router'
import { type ReactNode, useRef, useState } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import { keepInView } from '#renderer/lib/keep-in-view.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { RiskMark } from '#renderer/ui/risk-mark.tsx'
import type { RequestSummary } from '#shared/contracts/members.ts'
import type { QueueRow } from '#shared/contracts/requests.ts'
import classes from './nearest-list.module.css'

/**
 * The requests whose time ends first, with a cursor that J and K move and Enter opens; it stands on the first from the
 * beginning, without taking the focus.
 */
export function NearestList(props: {
  rows: readonly QueueRow[]
  dueOf: (request: RequestSummary) => ReactNode
  onOpen: (id: string) => void
}) {
  const { t, language } = useText()
  const { rows, onOpen } = props
  const [cursorId, setCursorId] = useState<string>()
  const list = useRef<HTMLUListElement>(null)
  const cursor = rows.findIndex((row) => row.id === cursorId)
  const at = cursor < 0 ? 0 : cursor
  const move = (by: number) => {
    const to = Math.min(rows.length - 1, Math.max(0, at + by))
    setCursorId(rows[to]?.id)
    const link = list.current?.querySelectorAll('a')[to]
    if (link === undefined) return
    link.focus({ preventScroll: true })
    keepInView(link)
  }
  const open = () => {
    const row = rows[at]
    if (row !== undefined) onOpen(row.id)
  }
  useHotkeys([
    { keys: 'KeyJ', label: t('common.nextRow'), run: () => move(1) },
    { keys: 'ArrowDown', label: t('common.nextRow'), hidden: true, run: () => move(1) },
    { keys: 'KeyK', label: t('common.previousRow'), run: () => move(-1) },
    { keys: 'ArrowUp', label: t('common.previousRow'), hidden: true, run: () => move(-1) },
    { keys: 'Enter', label: t('common.openRow'), enabled: rows.length > 0, run: open },
  ])
  return (
    <ul ref={list} className={classes.list} aria-label={t('home.nearest')}>
      {rows.map((row, index) => (
        <li key={row.id}>
          <Link
            to="/requests/$id"
            params={{ id: row.id }}
            search={{ view: 'mine' }}
            className={cx(classes.row, index === at && classes.cursor)}
            onFocus={() => setCursorId(row.id)}
          >
            <span className={classes.due}>{props.dueOf(row)}</span>
            <span className={classes.service}>{t(`requests.kind_${row.kind}`)}</span>
            <span className={classes.member}>{language === 'ar' ? row.memberNameAr : row.memberNameEn}</span>
            <span className={classes.membership}>
              <Ltr>{row.membershipNo}</Ltr>
            </span>
            <span>
              <RiskMark level={row.risk} label={t(`requests.risk_${row.risk}`)} />
            </span>
            <span className={classes.number}>
              <Ltr>{row.number}</Ltr>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
