import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCopied } from '#renderer/lib/use-copied.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import type { OutboxItem, Overtaken } from '#shared/contracts/outbox.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import { reasonWords } from '#shared/domain/reference/reason-words.ts'
import type { FieldDecision, FieldDecisions } from '#shared/domain/requests/request.ts'
import { type DecisionWords, useItemWords, useNameOfDoer } from './item-words.ts'
import { wordsToCopy } from './outbox-model.ts'
import classes from './overtaken-request.module.css'

function Reasons(props: { codes: readonly string[] }) {
  const { language } = useText()
  const { reasons } = useReference()
  if (props.codes.length === 0) return null
  return (
    <ul className={classes.reasons}>
      {props.codes.map((code) => (
        <li key={code}>{reasonWords(reasons, code, language)}</li>
      ))}
    </ul>
  )
}

/** Decisions by field: what of each, and why. */
function Fields(props: { fields: FieldDecisions }) {
  const { t, language } = useText()
  const { reasons } = useReference()
  const made = Object.entries(props.fields) as [MemberField, FieldDecision][]
  if (made.length === 0) return null
  return (
    <dl className={classes.fields}>
      {made.map(([field, { decision, reasons: codes, remarks }]) => (
        <div key={field} className={classes.field}>
          <dt>{t(`requests.field_${field}`)}</dt>
          <dd>
            {t(`outbox.act_decide_${decision}`)}
            {codes.map((code) => (
              <span key={code} className={classes.quiet}>
                {reasonWords(reasons, code, language)}
              </span>
            ))}
            {remarks !== '' && <bdi className={classes.quiet}>{remarks}</bdi>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What was decided, in words: the decision, its reasons and remarks, or that of each field. */
function Decided(props: { words: DecisionWords & { reasons: readonly string[]; remarks: string } }) {
  const { decision } = useItemWords()
  const { words } = props
  return (
    <>
      <p className={classes.what}>{decision(words)}</p>
      <Reasons codes={words.reasons} />
      <Fields fields={words.fields} />
      {words.remarks !== '' && (
        <p dir="auto" className={classes.remarks}>
          {words.remarks}
        </p>
      )}
    </>
  )
}

/** What its clerk wrote goes on: into the review, a message, another decision. */
function CopyRemarks(props: { item: OutboxItem }) {
  const { t } = useText()
  const { copied, copy } = useCopied()
  const text = wordsToCopy(props.item, (field) => t(`requests.field_${field}`))
  if (text === '') return null
  const Glyph = copied ? IconCheck : IconCopy
  return (
    <button type="button" className={classes.copy} aria-live="polite" onClick={() => copy(text)}>
      <Glyph size={15} stroke={copied ? 2 : 1.6} aria-hidden="true" />
      {copied ? t('common.copied') : t('outbox.copyRemarks')}
    </button>
  )
}

/** A request that somebody else decided: what was decided there, by whom and when, beside what I decided. */
export function OvertakenRequest(props: { item: OutboxItem; overtaken: Extract<Overtaken, { kind: 'request' }> }) {
  const { t } = useText()
  const nameOf = useNameOfDoer()
  const { item, overtaken } = props
  const { act } = item
  const { decisions, ended, state } = overtaken
  return (
    <div className={classes.sides}>
      <section className={classes.side} data-side="theirs" aria-label={t('outbox.decidedThere')}>
        <header>
          <h3 className={classes.title}>{t('outbox.decidedThere')}</h3>
          <p className={classes.note}>{t('outbox.stateNow', { state: t(`requests.state_${state}`) })}</p>
        </header>
        {decisions.map((made) => (
          <div key={`${made.by} ${made.at}`} className={classes.decision}>
            <Decided words={made} />
            <p className={classes.who}>
              <bdi>{nameOf(made)}</bdi> · <DualDate at={made.at} withTime single />
            </p>
          </div>
        ))}
        {ended !== null && (
          <div className={classes.decision}>
            <p className={classes.what}>{t(`requests.state_${state}`)}</p>
            <p className={classes.who}>
              <bdi>{nameOf(ended)}</bdi> · <DualDate at={ended.at} withTime single />
            </p>
          </div>
        )}
      </section>
      {act.kind === 'request.decide' && (
        <section className={classes.side} data-side="mine" aria-label={t('outbox.myDecision')}>
          <header>
            <h3 className={classes.title}>{t('outbox.myDecision')}</h3>
            <p className={classes.note}>{t('outbox.mineNote')}</p>
          </header>
          <div className={classes.decision}>
            <Decided words={{ ...act, remarks: item.remarks }} />
            <p className={classes.who}>
              <DualDate at={item.madeAt} withTime single />
            </p>
          </div>
          <CopyRemarks item={item} />
        </section>
      )}
    </div>
  )
}
