import { IconArrowNarrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { nameOfCode } from '#renderer/lib/code-names.ts'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Address } from '#renderer/ui/address.tsx'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { RequestSummary, SearchHit } from '#shared/contracts/members.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { cities } from '#shared/domain/reference/register-codes.ts'
import { openStates } from '#shared/domain/requests/request.ts'
import { rankText, StandingDot } from './member-option.tsx'
import classes from './palette-peek.module.css'
import { type WhyLine, type WhyPair, whyLines } from './why-lines.ts'
import { Marked, useStepWords } from './why-text.tsx'

/** One typed word, what answered it, and what was overlooked between the two. */
function PairRow(props: { pair: WhyPair; line: WhyLine }) {
  const { t } = useText()
  const stepWords = useStepWords()
  const { pair } = props
  const words =
    pair.how === 'transliteration' || pair.how === 'typo'
      ? [t(pair.how === 'typo' ? 'search.step_typo' : 'search.step_sound')]
      : pair.steps.length > 0
        ? pair.steps.map(stepWords)
        : [pair.how === 'prefix' ? t('search.step_prefix') : t('search.step_none')]
  return (
    <div className={classes.pair}>
      <div className={classes.words}>
        <bdi>{pair.typed}</bdi>
        <IconArrowNarrowLeft size={16} stroke={1.6} className={classes.arrow} aria-hidden="true" />
        <bdi>
          <mark>{pair.shown}</mark>
        </bdi>
      </div>
      {words.map((step) => (
        <div key={step} className={classes.step}>
          {step}
        </div>
      ))}
    </div>
  )
}

function WhyCard(props: { lines: readonly WhyLine[] }) {
  const { t } = useText()
  return (
    <section className={classes.card} aria-label={t('search.why')}>
      <h2 className={classes.cardTitle}>{t('search.why')}</h2>
      {props.lines.map((line) => (
        <div key={`${line.field}-${line.text}`} className={classes.line}>
          <div className={classes.field}>
            {t(`search.field_${line.field}`)}
            {line.pending && <span className={classes.pending}> · {t('search.pendingValue')}</span>}
          </div>
          {line.field === 'nameAr' || line.field === 'nameEn' ? (
            line.pairs.map((pair) => <PairRow key={`${pair.typed}-${pair.shown}`} pair={pair} line={line} />)
          ) : (
            <div className={classes.words}>
              <Ltr>
                <Marked text={line.text} ranges={line.ranges} />
              </Ltr>
            </div>
          )}
        </div>
      ))}
    </section>
  )
}

/** A member at a glance, beside the list: identity, contact, and why the row is there, letter by letter. */
export function MemberPeek(props: { hit: SearchHit }) {
  const { ranks } = useReference()
  const { t, language } = useText()
  const { member, why } = props.hit
  const details = useDeskQuery('members.get', { id: member.id }, { staleTime: 30_000 })
  const lines = whyLines(why)
  const [name, other] = language === 'ar' ? [member.nameAr, member.nameEn] : [member.nameEn, member.nameAr]
  const registration = details.data?.member.registrations.at(-1)?.number
  const open = details.data?.requests.filter((request) => openStates.includes(request.state)).length
  const pending = details.data?.pending.length ?? 0
  const facts = [
    { id: 'membership', label: t('search.membership'), text: member.membershipNo },
    { id: 'identity', label: t('search.identity'), text: member.idNo },
    { id: 'mobile', label: t('search.mobile'), text: displayPhone(member.mobile) },
    { id: 'email', label: t('search.email'), text: member.email },
    ...(registration === undefined
      ? []
      : [{ id: 'registration', label: t('search.registration'), text: registration }]),
  ]
  return (
    <div className={classes.peek}>
      <div className={classes.person}>
        <Avatar name={name} size={46} />
        <div className={classes.names}>
          <div className={classes.name}>{name}</div>
          <div className={classes.other}>
            <bdi>{other}</bdi>
          </div>
          <div className={classes.other}>
            {rankText(ranks, member, language)} · {nameOfCode(cities, member.city, language)}
          </div>
        </div>
      </div>
      {lines.length > 0 && <WhyCard lines={lines} />}
      <FactList
        labelWidth={72}
        facts={facts.map(({ id, label, text }) => ({
          id,
          label,
          value: id === 'email' ? <Address>{text}</Address> : <Ltr>{text}</Ltr>,
          strong: true,
        }))}
      />
      <div className={classes.states}>
        <StandingDot member={member} />
        {open !== undefined && (
          <StateDot shape={open > 0 ? 'ink' : 'hollow'}>
            <Isolated>{t('search.openRequests', { count: open })}</Isolated>
          </StateDot>
        )}
        {pending > 0 && (
          <StateDot shape="violet">
            <Isolated>{t('search.pendingFields', { count: pending })}</Isolated>
          </StateDot>
        )}
      </div>
    </div>
  )
}

/** A request at a glance: service, state, whose it is. */
export function RequestPeek(props: { request: RequestSummary; due: ReactNode }) {
  const { t, language } = useText()
  const { request } = props
  return (
    <div className={classes.peek}>
      <div>
        <div className={classes.name}>{t(`requests.kind_${request.kind}`)}</div>
        <div className={classes.other}>
          <Ltr>{request.number}</Ltr>
        </div>
      </div>
      <FactList
        labelWidth={72}
        facts={[
          {
            id: 'member',
            label: t('search.member'),
            value: language === 'ar' ? request.memberNameAr : request.memberNameEn,
            strong: true,
          },
          { id: 'state', label: t('search.state'), value: t(`requests.state_${request.state}`) },
          { id: 'submitted', label: t('search.submitted'), value: <DualDate at={request.submittedAt} /> },
        ]}
      />
      {props.due}
    </div>
  )
}

/** What a search may be, while nothing is chosen yet. */
export function StartPeek() {
  const { t } = useText()
  return (
    <section className={classes.peek} aria-label={t('search.startTitle')}>
      <h2 className={classes.cardTitle}>{t('search.startTitle')}</h2>
      <ul className={classes.tips}>
        <li>{t('search.startName')}</li>
        <li>{t('search.startNumber')}</li>
        <li>{t('search.startEmail')}</li>
      </ul>
    </section>
  )
}
