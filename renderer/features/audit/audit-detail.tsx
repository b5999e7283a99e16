import { IconFileSearch, IconShieldCheck } from '@tabler/icons-react'
import { useDeskMutation } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { PlacedEntry } from '#shared/domain/audit/audit-view.ts'
import { type AuditClerks, useActorName } from './audit-columns.tsx'
import classes from './audit-screen.module.css'
import { actionWords } from './audit-words.ts'

/** A hash or an id: left to right, and broken wherever the pane ends. */
function Code(props: { children: string }) {
  return (
    <bdi dir="ltr" className={classes.code}>
      {props.children}
    </bdi>
  )
}

/** What the proof of an entry came to, in words, with its hashes. */
function Proof(props: { proof: ChannelOutput<'audit.prove'> }) {
  const { t, format } = useText()
  const { included, fault, valuesHold, seen, size, leaf, root, at, steps } = props.proof
  return (
    <>
      {included && fault === null && valuesHold ? (
        <Notice tone="ok" live>
          {t('audit.proven')}
        </Notice>
      ) : (
        <Notice tone="er" live>
          {fault !== null ? t('audit.notGrown') : included ? t('audit.valuesChanged') : t('audit.notProven')}
        </Notice>
      )}
      {fault === null && <p className={classes.hint}>{t('audit.provenGrown', { seen, size })}</p>}
      <FactList
        facts={[
          { id: 'at', label: t('audit.signedAt'), value: <DualDate at={at} single withTime /> },
          { id: 'steps', label: t('audit.steps'), value: <Ltr>{format.number(steps)}</Ltr> },
          { id: 'leaf', label: t('audit.leaf'), value: <Code>{leaf}</Code> },
          { id: 'root', label: t('audit.root'), value: <Code>{root}</Code> },
        ]}
      />
    </>
  )
}

/** One entry: what happened, its details, what lies behind its commitments, and its proof. */
export function AuditDetail(props: { placed: PlacedEntry; clerks: AuditClerks }) {
  const { t, format } = useText()
  const nameOf = useActorName(props.clerks)
  const prove = useDeskMutation('audit.prove')
  const { seq, entry, opened } = props.placed
  const run = () => {
    if (!prove.isPending) prove.mutate({ seq })
  }
  useHotkeys([{ keys: 'KeyV', label: t('audit.keyProve'), run }])
  const shown = prove.data?.seq === seq ? prove.data : undefined
  const personal = Object.keys(entry.personal)
  return (
    <div className={classes.detail}>
      <section aria-labelledby="audit-facts">
        <SectionHead id="audit-facts" title={actionWords(entry.action, t)} />
        <FactList
          facts={[
            { id: 'seq', label: t('audit.columnSeq'), value: <Ltr>{format.number(seq + 1)}</Ltr> },
            { id: 'at', label: t('audit.columnWhen'), value: <DualDate at={entry.at} withTime /> },
            { id: 'who', label: t('audit.columnWho'), value: <Isolated>{nameOf(entry.actor)}</Isolated> },
            { id: 'subject', label: t('audit.columnSubject'), value: <Code>{entry.subject}</Code> },
            ...(entry.device === null
              ? []
              : [{ id: 'device', label: t('audit.columnDevice'), value: <Code>{entry.device}</Code> }]),
          ]}
        />
      </section>
      <section aria-labelledby="audit-details">
        <SectionHead id="audit-details" title={t('audit.details')} />
        <dl className={classes.details}>
          <div>
            <dt>
              <bdi>action</bdi>
            </dt>
            <dd>
              <Code>{entry.action}</Code>
            </dd>
          </div>
          {Object.entries(entry.detail).map(([name, value]) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>
                <Code>{String(value)}</Code>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {personal.length > 0 && (
        <section aria-labelledby="audit-personal">
          <SectionHead id="audit-personal" title={t('audit.personal')} />
          <dl className={classes.details}>
            {personal.map((name) => (
              <div key={name}>
                <dt>
                  <bdi>{name}</bdi>
                </dt>
                <dd>{opened[name] === undefined ? t('audit.erased') : <Code>{opened[name].value}</Code>}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section aria-labelledby="audit-proof">
        <SectionHead id="audit-proof" title={t('audit.proof')} />
        <Button
          keys="KeyV"
          icon={<IconShieldCheck size={17} stroke={1.6} aria-hidden="true" />}
          onClick={run}
          {...(prove.isPending ? { disabledReason: t('audit.proving') } : {})}
        >
          {prove.isPending ? t('audit.proving') : t('audit.prove')}
        </Button>
        {prove.error !== null && <DeskErrorNotice error={prove.error} retry={run} />}
        {shown !== undefined && <Proof proof={shown} />}
      </section>
    </div>
  )
}

/** Before an entry is chosen. */
export function NoEntry() {
  const { t } = useText()
  return <EmptyState icon={<IconFileSearch size={40} stroke={1.2} />}>{t('audit.choose')}</EmptyState>
}
