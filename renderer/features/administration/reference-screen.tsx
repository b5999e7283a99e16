import { Switch } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useExports } from '#renderer/lib/exports.tsx'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { Pane, PaneFoot, Panes } from '#renderer/ui/panes.tsx'
import { diffRows } from '#shared/domain/reference/diff-rows.ts'
import { takesRows } from '#shared/domain/reference/reference-columns.ts'
import { type AnyRow, ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { isWaiting, revisionOf } from '#shared/domain/reference/reference-version.ts'
import { loweredFields } from '#shared/domain/reference/second-person.ts'
import frame from './administration.module.css'
import { AdministrationFrame } from './administration-frame.tsx'
import classes from './reference.module.css'
import { DraftActs, VersionActs } from './reference-acts.tsx'
import { ReferenceDetail } from './reference-detail.tsx'
import { PublishDialog, WithdrawDialog } from './reference-dialogs.tsx'
import { addRow, beginDraft, draftFaults, findBefore, isDayOpen, standingOf } from './reference-draft.ts'
import { ReferenceDraftPane } from './reference-draft-pane.tsx'
import { ImportDialog } from './reference-import-dialog.tsx'
import { ConfirmDialog, ProposalBox, ProposalNotice, useConfirmRefusal } from './reference-proposal.tsx'
import { ReferenceKinds, ReferenceVersions } from './reference-rail.tsx'
import { compactReferenceSearch, type ReferenceSearch } from './reference-search.ts'
import { ReferenceTable, shownRows } from './reference-table.tsx'
import { usePersonWords } from './reference-words.tsx'
import { useLine } from './use-line.ts'
import { useReferenceDraft } from './use-reference-draft.ts'

/** The tab of reference data: kinds at the side, versions in time, rows, and a new version from a day on. */
export function ReferenceScreen(props: { search: ReferenceSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const search = compactReferenceSearch(props.search)
  const kind = search.kind ?? 'sla'
  const { book, today, knownRanks } = useReference()
  const { data, error, refetch } = useDeskQuery('reference.list', {}, { staleTime: Number.POSITIVE_INFINITY })
  const { draft, drafts, change } = useReferenceDraft(kind)
  const [dialog, setDialog] = useState<'publish' | 'withdraw' | 'confirm' | 'import'>()
  const { start } = useExports()
  const line = useLine()
  const me = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk
  const personWords = usePersonWords(data?.people)
  const confirmRefusal = useConfirmRefusal()

  const all = data?.versions ?? []
  const live = book.versionsOf(kind)
  const newest = live.at(-1) ?? live[0]
  const inForce = book.versionInForce(kind, today)
  const ofKind = all.filter((version) => version.kind === kind)
  const versions = (ofKind.length > 0 ? ofKind : [...live])
    .toSorted((a, b) =>
      a.effectiveFrom === b.effectiveFrom
        ? a.publishedAt < b.publishedAt
          ? 1
          : -1
        : a.effectiveFrom < b.effectiveFrom
          ? 1
          : -1,
    )
    .map((version) => ({ version, standing: standingOf(version, inForce, today) }))
  const editing = draft !== undefined && search.version === 'draft'
  const chosen = versions.find(({ version }) => version.id === search.version) ?? {
    version: inForce,
    standing: 'in-force' as const,
  }
  const before = editing ? newest : findBefore(live, chosen.version)
  const rows: readonly AnyRow[] = editing ? draft.rows : chosen.version.rows
  const changes = diffRows(kind, before?.rows ?? rows, rows)
  const faults = editing ? draftFaults(kind, draft, newest.rows, Object.keys(knownRanks)) : []
  const table = shownRows(changes, faults)
  const visible = search.changes ? table.filter((row) => row.change.state !== 'same' || row.faults.length > 0) : table
  const row = table.find(({ id }) => id === search.row)
  const at = editing && row !== undefined && !row.id.startsWith('gone') ? Number(row.id) : undefined

  const go = (part: Partial<ReferenceSearch>) =>
    void navigate({
      to: '/administration/reference',
      search: compactReferenceSearch({ ...search, ...part }),
      replace: true,
    })
  const begin = (from?: readonly AnyRow[]) => {
    change(beginDraft(newest, all.length > 0 ? all : live, today, from))
    setDialog(undefined)
    go({ version: 'draft', row: undefined, changes: from !== undefined })
  }
  const waiting = all.filter((version) => isWaiting(version, today))
  const proposal = waiting.find((version) => version.kind === kind)
  const own = chosen.version.publishedBy === me?.id
  // What would be taken away: by the draft or the proposal that is shown, and by a withdrawal of the version that is.
  const lowered = loweredFields(kind, before?.rows ?? [], rows)
  const isLowering = chosen.standing === 'future' && loweredFields(kind, rows, before?.rows ?? []).length > 0
  const outdated = editing && (draft.basedOn !== newest.id || draft.seen !== revisionOf(kind, all))
  const away = line === 'here' ? undefined : t('administration.needsLine')
  const cannotPublish = !editing
    ? undefined
    : faults.length > 0
      ? t('reference.cannotFaults', { count: faults.length })
      : !isDayOpen(draft.effectiveFrom, newest, today)
        ? t('reference.dayTooEarly')
        : changes.every(({ state }) => state === 'same')
          ? t('reference.noChanges')
          : proposal !== undefined
            ? t('reference.proposalWaits')
            : outdated
              ? t('reference.outdated')
              : away
  const publish = () => {
    if (editing && cannotPublish === undefined) setDialog('publish')
  }
  const refusal = confirmRefusal(me, chosen.version)
  const confirm = () => {
    if (refusal === undefined && away === undefined) setDialog('confirm')
  }
  useHotkeys([
    ...(!editing && chosen.standing === 'proposed'
      ? [{ keys: 'mod+Enter' as const, label: t('reference.confirm'), run: confirm }]
      : []),
    ...(editing ? [{ keys: 'mod+Enter' as const, label: t('reference.publish'), run: publish }] : []),
    ...(search.row === undefined
      ? []
      : [{ keys: 'Escape' as const, label: t('reference.closeRow'), run: () => go({ row: undefined }) }]),
  ])
  const exportAs = (format: 'xlsx' | 'json') =>
    start({ report: 'reference', filters: { version: chosen.version.id }, format })
  const differs = changes.some(({ state }) => state !== 'same')
  return (
    <AdministrationFrame tab="reference" filters={search}>
      {error !== null && (
        <div className={frame.notice}>
          <DeskErrorNotice error={error} retry={() => void refetch()} />
        </div>
      )}
      <div className={frame.panes}>
        <Panes columns="220px minmax(420px, 1fr) 348px" compact="196px minmax(360px, 1fr) 316px">
          <Pane label={t('reference.kinds')} tone="sunk">
            <ReferenceKinds
              kind={kind}
              coming={
                new Set(
                  ReferenceKind.options.filter((one) => (book.versionsOf(one).at(-1)?.effectiveFrom ?? '') > today),
                )
              }
              waiting={new Set(waiting.map((version) => version.kind))}
              drafts={new Set(ReferenceKind.options.filter((one) => drafts[one] !== undefined))}
              choose={(next) => go({ kind: next, version: undefined, row: undefined, changes: undefined })}
            />
          </Pane>
          <section className={classes.main} aria-label={t(`reference.kind_${kind}`)}>
            <div className={classes.head}>
              <div className={classes.headLine}>
                <div className={classes.headWords}>
                  <h2 className={classes.title}>{t(`reference.kind_${kind}`)}</h2>
                  <p className={classes.about}>{t(`reference.about_${kind}`)}</p>
                </div>
                <div className={classes.acts}>
                  {editing ? (
                    <DraftActs
                      addRow={
                        takesRows(kind)
                          ? () => {
                              change(addRow(draft, kind))
                              go({ row: String(draft.rows.length), changes: undefined })
                            }
                          : undefined
                      }
                      publish={publish}
                      cannotPublish={cannotPublish}
                    />
                  ) : (
                    <VersionActs
                      exportAs={exportAs}
                      startImport={() => setDialog('import')}
                      begin={draft === undefined ? () => begin() : undefined}
                      cannotBegin={proposal === undefined ? undefined : t('reference.proposalWaits')}
                    />
                  )}
                </div>
              </div>
              {proposal !== undefined && (editing || proposal.id !== chosen.version.id) && (
                <ProposalNotice
                  name={personWords(proposal.publishedBy)}
                  show={() => go({ version: proposal.id, row: undefined, changes: true })}
                />
              )}
              <ReferenceVersions
                versions={versions}
                hasDraft={draft !== undefined}
                chosen={editing ? 'draft' : chosen.version.id}
                choose={(version) => go({ version, row: undefined, changes: undefined })}
              />
            </div>
            <ReferenceTable kind={kind} rows={visible} cursor={search.row} onCursor={(id) => go({ row: id })} />
            <PaneFoot
              end={
                before !== undefined && (differs || search.changes === true) ? (
                  <Switch
                    size="xs"
                    label={t('reference.onlyChanges')}
                    checked={search.changes === true}
                    onChange={(event) => go({ changes: event.currentTarget.checked })}
                  />
                ) : (
                  <KeyHints hints={[{ keys: ['ArrowUp', 'ArrowDown'], label: t('administration.hintMove') }]} />
                )
              }
            >
              <Isolated>{t('reference.rowCount', { count: visible.length })}</Isolated>
            </PaneFoot>
          </section>
          <Pane label={t('reference.detail')} tone="sunk">
            {editing ? (
              <ReferenceDraftPane
                kind={kind}
                draft={draft}
                newest={newest}
                outdated={outdated}
                faults={faults}
                changes={changes}
                at={at}
                change={(next) => {
                  change(next)
                  if (next === undefined) go({ version: undefined, row: undefined })
                }}
                go={(next) => go({ row: next === undefined ? undefined : String(next) })}
                cannot={cannotPublish}
              />
            ) : (
              <ReferenceDetail
                version={chosen.version}
                standing={chosen.standing}
                people={data?.people}
                changes={before === undefined ? undefined : changes}
                row={row?.change}
                withdraw={() => setDialog('withdraw')}
                cannot={isLowering ? t('reference.withdrawLowers') : away}
                proposal={
                  chosen.standing === 'proposed' && (
                    <ProposalBox
                      lowered={lowered}
                      own={own}
                      refusal={refusal}
                      away={away}
                      confirm={confirm}
                      takeBack={() => setDialog('withdraw')}
                    />
                  )
                }
              />
            )}
          </Pane>
        </Panes>
      </div>
      {dialog === 'publish' && editing && (
        <PublishDialog
          kind={kind}
          draft={draft}
          changes={changes}
          lowered={lowered}
          onClose={() => setDialog(undefined)}
          onDone={(version) => {
            setDialog(undefined)
            change(undefined)
            go({ version: version.id, row: undefined, changes: undefined })
          }}
        />
      )}
      {dialog === 'withdraw' && (
        <WithdrawDialog
          version={chosen.version}
          own={own}
          seen={revisionOf(kind, all)}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'confirm' && (
        <ConfirmDialog
          version={chosen.version}
          seen={revisionOf(kind, all)}
          proposer={personWords(chosen.version.publishedBy)}
          lowered={lowered}
          changes={changes}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'import' && (
        <ImportDialog newest={newest} onClose={() => setDialog(undefined)} take={(taken) => begin(taken)} />
      )}
    </AdministrationFrame>
  )
}
