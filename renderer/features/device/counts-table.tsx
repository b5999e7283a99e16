import { IconAlertTriangle, IconCheck, IconChevronDown, IconCircleDashed } from '@tabler/icons-react'
import { Fragment, useEffect, useState } from 'react'
import { useBranchName } from '#renderer/lib/branch-names.ts'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import type { AsideRow } from '#shared/contracts/sync.ts'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { asideOf, branchOfScope, type CountedRow, causeOf, countedRows } from './counts-model.ts'
import classes from './counts-table.module.css'
import { useTableWords } from './table-words.ts'

const glyphs = { equal: IconCheck, differs: IconAlertTriangle, unknown: IconCircleDashed } as const

function useScopeWords(): (scope: string) => string {
  const { t } = useText()
  const branchName = useBranchName()
  return (scope) => {
    const branch = branchOfScope(scope)
    if (branch === undefined) return t('device.directory')
    const code = BranchCode.safeParse(branch)
    return code.success ? branchName(code.data) : branch
  }
}

function Aside(props: { rows: readonly AsideRow[] }) {
  const { t } = useText()
  return (
    <ul className={classes.aside}>
      {props.rows.map(({ id, cause }) => {
        const { kind, rest } = causeOf(cause)
        return (
          <li key={id}>
            <Ltr>{id}</Ltr> <span>{t(`device.cause_${kind}`)}</span>
            {rest !== '' && (
              <>
                {' '}
                <bdi className={classes.quiet}>{rest}</bdi>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** What a row that was opened says: how far the two are apart, what was set aside and why, and reading the scope again. */
function Detail(props: { row: CountedRow; aside: readonly AsideRow[] }) {
  const { t } = useText()
  const scopeWords = useScopeWords()
  const reread = useDeskMutation('sync.reread')
  const { row, aside } = props
  const apart = row.authority === null ? 0 : row.authority - row.here
  return (
    <div className={classes.detail}>
      <div className={classes.words}>
        <p>
          {row.state === 'unknown' && t('device.neverRead')}
          {row.authority !== null && apart === 0 && t('device.asMany')}
          {apart > 0 && <Isolated>{t('device.missing', { count: apart })}</Isolated>}
          {apart < 0 && <Isolated>{t('device.surplus', { count: -apart })}</Isolated>}
        </p>
        {row.pending > 0 && (
          <p className={classes.pending}>
            <Isolated>{t('device.pendingRows', { count: row.pending })}</Isolated>
          </p>
        )}
        {aside.length > 0 && <Aside rows={aside} />}
        <p className={classes.quiet}>{t('device.rereadHint', { scope: scopeWords(row.scope) })}</p>
      </div>
      <Button
        {...(reread.isPending ? { disabledReason: t('device.rereading') } : {})}
        onClick={() => reread.mutate({ scope: row.scope })}
      >
        {reread.isSuccess ? t('device.rereadAsked') : t('device.reread')}
      </Button>
      {reread.error !== null && <DeskErrorNotice error={reread.error} />}
    </div>
  )
}

function Figure(props: { value: number | null; none: string }) {
  const { format } = useText()
  return props.value === null ? (
    <span className={classes.quiet}>{props.none}</span>
  ) : (
    <Ltr>{format.number(props.value)}</Ltr>
  )
}

/** Rows here against rows at the authority, of each table of each scope; a row opens to what differs. */
export function CountsTable(props: { lastPullAt: string | null }) {
  const { t } = useText()
  const now = useNow(1000)
  const tableWords = useTableWords()
  const scopeWords = useScopeWords()
  const counts = useDeskQuery('sync.counts', {})
  const [opened, setOpened] = useState<string>()
  const { lastPullAt } = props
  const { refetch } = counts
  // Counted once for each pull, not for each slice of rows that arrives.
  useEffect(() => {
    if (lastPullAt !== null) void refetch()
  }, [lastPullAt, refetch])
  const rows = countedRows(counts.data?.rows ?? [])
  const asOf = counts.data?.asOf ?? null
  const ago = asOf === null ? undefined : elapsedSince(asOf, now)
  return (
    <section className={classes.counts} aria-labelledby="device-counts">
      <SectionHead
        id="device-counts"
        title={t('device.counts')}
        {...(ago === undefined
          ? {}
          : {
              note: <Isolated>{t('device.countsAsOf', { ago: t(`session.ago_${ago.unit}`, { n: ago.n }) })}</Isolated>,
            })}
      />
      {counts.error !== null && <DeskErrorNotice error={counts.error} retry={() => void counts.refetch()} />}
      {counts.data === undefined && counts.error === null && (
        <SkeletonRows columns="1fr 1fr 96px 96px 150px" rows={6} count={5} rowHeight={40} />
      )}
      {counts.data !== undefined && (
        <table className={classes.table} aria-labelledby="device-counts">
          <thead>
            <tr>
              <th scope="col">{t('device.columnTable')}</th>
              <th scope="col">{t('device.columnScope')}</th>
              <th scope="col" data-figure>
                {t('device.columnHere')}
              </th>
              <th scope="col" data-figure>
                {t('device.columnThere')}
              </th>
              <th scope="col">{t('device.columnState')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const open = opened === row.key
              const Glyph = glyphs[row.state]
              return (
                <Fragment key={row.key}>
                  <tr data-state={row.state} data-open={open || undefined}>
                    <th scope="row">
                      <button
                        type="button"
                        className={classes.opener}
                        aria-expanded={open}
                        onClick={() => setOpened(open ? undefined : row.key)}
                      >
                        <IconChevronDown size={16} stroke={1.6} className={classes.chevron} aria-hidden="true" />
                        {tableWords(row.table) ?? <bdi>{row.table}</bdi>}
                      </button>
                    </th>
                    <td className={classes.scope}>{scopeWords(row.scope)}</td>
                    <td data-figure>
                      <Figure value={row.here} none="" />
                    </td>
                    <td data-figure>
                      <Figure value={row.authority} none={t('device.notRead')} />
                    </td>
                    <td>
                      <span className={classes.state}>
                        <Glyph size={16} stroke={2} aria-hidden="true" />
                        {row.aside > 0 ? (
                          <Isolated>{t('device.setAside', { count: row.aside })}</Isolated>
                        ) : (
                          t(`device.state_${row.state}`)
                        )}
                      </span>
                    </td>
                  </tr>
                  {open && (
                    <tr className={classes.opened}>
                      <td colSpan={5}>
                        <Detail row={row} aside={asideOf(counts.data.aside, row)} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              )
            })}
          </tbody>
        </table>
      )}
    </section>
  )
}
