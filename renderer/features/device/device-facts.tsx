import { Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import { sizeOf } from '#renderer/lib/amounts.ts'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { StoreFacts } from '#shared/contracts/store.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import classes from './device-facts.module.css'

type Fact = { id: string; label: string; value: ReactNode }

function useWords() {
  const { t } = useText()
  const now = useNow(1000)
  return {
    ago(instant: string | null): ReactNode {
      if (instant === null) return t('session.never')
      const { unit, n } = elapsedSince(instant, now)
      return <Isolated>{t(`session.ago_${unit}`, { n })}</Isolated>
    },
    size(bytes: number | null): ReactNode {
      if (bytes === null) return t('device.notKnown')
      const { unit, n } = sizeOf(bytes)
      return <Isolated>{t(`device.size_${unit}`, { n })}</Isolated>
    },
  }
}

/** The line and the last answers of the authority, and whether the line is paid by what goes over it. */
export function SyncFacts(props: { status: SyncStatus }) {
  const { t } = useText()
  const { ago } = useWords()
  const setMetered = useDeskMutation('sync.setMetered')
  const { status } = props
  const { postponed } = status
  const { here, there } = status.protocol
  const facts: Fact[] = [
    { id: 'line', label: t('session.factLine'), value: t(`device.line_${status.line}`) },
    { id: 'pull', label: t('session.factPull'), value: ago(status.lastPullAt) },
    { id: 'receipt', label: t('session.factReceipt'), value: ago(status.lastReceiptAt) },
    {
      id: 'unsent',
      label: t('device.unsent'),
      value: <Isolated>{t('device.decisions', { count: status.counts.waiting + status.counts.attention })}</Isolated>,
    },
    {
      id: 'protocol',
      label: t('device.protocol'),
      value: (
        <Isolated>
          {there === null ? t('device.protocolHere', { here }) : t('device.protocolBoth', { here, there })}
        </Isolated>
      ),
    },
  ]
  return (
    <section className={classes.part} aria-labelledby="device-sync">
      <SectionHead id="device-sync" title={t('device.sync')} />
      <FactList facts={facts} labelWidth={112} />
      <Switch
        className={classes.switch ?? ''}
        classNames={{ body: classes.switchBody ?? '', label: classes.switchLabel ?? '' }}
        labelPosition="left"
        checked={status.metered}
        disabled={setMetered.isPending}
        label={t('device.metered')}
        description={t('device.meteredHint')}
        onChange={(event) => setMetered.mutate({ metered: event.currentTarget.checked })}
      />
      {(postponed.fill || postponed.documents > 0) && (
        <p className={classes.postponed}>
          {postponed.fill && t('device.postponedFill')}{' '}
          {postponed.documents > 0 && (
            <Isolated>{t('device.postponedDocuments', { count: postponed.documents })}</Isolated>
          )}
        </p>
      )}
      {setMetered.error !== null && <DeskErrorNotice error={setMetered.error} />}
    </section>
  )
}

/** The file in which this desk keeps everything: its measures, its copies, and what lies beside it. */
export function FileFacts(props: { facts: StoreFacts }) {
  const { t, format } = useText()
  const { ago, size } = useWords()
  const { facts } = props
  const lines: Fact[] = [
    { id: 'file', label: t('device.file'), value: size(facts.fileBytes) },
    { id: 'log', label: t('device.log'), value: size(facts.logBytes) },
    { id: 'unused', label: t('device.unused'), value: size(facts.freePages * facts.pageBytes) },
    { id: 'free', label: t('device.free'), value: size(facts.freeBytes) },
    { id: 'schema', label: t('device.schema'), value: <Ltr>{format.number(facts.schemaVersion)}</Ltr> },
    { id: 'spare', label: t('device.spare'), value: ago(facts.spareAt) },
    {
      id: 'backup',
      label: t('device.backup'),
      value: facts.backup === null ? t('device.none') : size(facts.backup.bytes),
    },
    ...(facts.keptAside.length === 0
      ? []
      : [
          {
            id: 'aside',
            label: t('device.keptAside'),
            value: <Isolated>{t('device.files', { count: facts.keptAside.length })}</Isolated>,
          },
        ]),
  ]
  return (
    <section className={classes.part} aria-labelledby="device-file">
      <SectionHead id="device-file" title={t('device.store')} />
      <FactList facts={lines} labelWidth={112} />
      <p className={classes.hint}>{t('device.encrypted')}</p>
    </section>
  )
}
