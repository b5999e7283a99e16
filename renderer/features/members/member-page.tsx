import { IconCertificateOff, IconInbox } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useRecentMembers } from '#renderer/lib/recent-members.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { AuditLink } from '#renderer/ui/audit-link.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Pane, Panes } from '#renderer/ui/panes.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { TabAnchor, TabBar } from '#renderer/ui/tab-bar.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { RequestSummary } from '#shared/contracts/members.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { ClassificationLine } from './classification-line.tsx'
import { MemberCertificates, MemberVerifications } from './member-certificates.tsx'
import { Freshness, MemberFacts } from './member-facts.tsx'
import { MemberActions, MemberHeader } from './member-header.tsx'
import { classificationStations, orderRequests } from './member-model.ts'
import classes from './member-page.module.css'
import { MemberRequests } from './member-requests.tsx'
import { EarlierRegistrations, RegistrationCard } from './registration-card.tsx'

const sectionIds = ['overview', 'registration', 'certificates', 'openRequests', 'allRequests'] as const
type SectionId = (typeof sectionIds)[number]
const domId = (id: SectionId) => `member-${id}`

/** The section that stands at the top of the scrolling pane. */
function useSectionInView(ready: boolean): [SectionId, (id: SectionId) => void] {
  const [current, setCurrent] = useState<SectionId>('overview')
  useEffect(() => {
    if (!ready) return undefined
    const seen = new Map<string, boolean>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) seen.set(entry.target.id, entry.isIntersecting)
        const first = sectionIds.find((id) => seen.get(domId(id)) === true)
        if (first !== undefined) setCurrent(first)
      },
      { rootMargin: '-30% 0px -40% 0px' },
    )
    for (const id of sectionIds) {
      const element = document.getElementById(domId(id))
      if (element !== null) observer.observe(element)
    }
    return () => observer.disconnect()
  }, [ready])
  const goTo = (id: SectionId) => {
    setCurrent(id)
    const element = document.getElementById(domId(id))
    const pane = element?.parentElement
    // Only the pane: `scrollIntoView` would take the whole window along.
    if (element && pane) {
      const down = element.getBoundingClientRect().top - pane.getBoundingClientRect().top
      pane.scrollTo({ top: pane.scrollTop + down - 16 })
    }
    element?.focus({ preventScroll: true })
  }
  return [current, goTo]
}

function Section(props: { id: SectionId; children: ReactNode }) {
  return (
    <section
      id={domId(props.id)}
      tabIndex={-1}
      className={classes.section}
      aria-labelledby={`${domId(props.id)}-title`}
    >
      {props.children}
    </section>
  )
}

function Body(props: { answer: ChannelOutput<'members.get'>; dueOf?: (request: RequestSummary) => ReactNode }) {
  const { t } = useText()
  const navigate = useNavigate()
  const today = riyadhDateOf(useNow(60_000))
  const { answer } = props
  const { open, all } = orderRequests(answer.requests)
  const [nearest] = open
  const review =
    nearest === undefined
      ? undefined
      : () => void navigate({ to: '/requests/$id', params: { id: nearest.id }, search: {} })
  useHotkeys([{ keys: 'KeyR', label: t('members.reviewNext'), enabled: review !== undefined, run: () => review?.() }])
  const [current, goTo] = useSectionInView(true)
  const earlier = [...answer.member.registrations].reverse()
  const registration = earlier.shift()
  const counts: Partial<Record<SectionId, number>> = { openRequests: open.length, allRequests: all.length }
  return (
    <>
      <MemberHeader answer={answer} today={today} actions={<MemberActions review={review} count={open.length} />} />
      <TabBar label={t('members.sections')}>
        {sectionIds.map((id) => (
          <TabAnchor
            key={id}
            href={window.location.href}
            current={id === current}
            count={counts[id]}
            countTone={id === 'openRequests' && open.length > 0 ? 'accent' : 'bare'}
            onClick={(event) => {
              event.preventDefault()
              goTo(id)
            }}
          >
            {id === 'certificates' ? t('certificates.memberCertificates') : t(`members.${id}`)}
          </TabAnchor>
        ))}
      </TabBar>
      <Panes columns="minmax(0, 1fr) 328px" compact="minmax(0, 1fr) 292px">
        <Pane label={t('members.file')} className={classes.main}>
          {answer.pending.length > 0 && <Notice tone="un">{t('members.pendingHint')}</Notice>}
          <Section id="overview">
            <SectionHead title={t('members.timeOf')} />
            <ClassificationLine stations={classificationStations(answer.member)} />
          </Section>
          <Section id="registration">
            <SectionHead title={t('members.registration')} />
            {registration === undefined ? (
              <p className={classes.calm}>
                <IconCertificateOff size={18} stroke={1.5} aria-hidden="true" />
                {t('members.noRegistration')}
              </p>
            ) : (
              <div className={classes.cards}>
                <RegistrationCard registration={registration} today={today} />
                {earlier.length > 0 && <EarlierRegistrations registrations={earlier} />}
              </div>
            )}
          </Section>
          <Section id="certificates">
            <MemberCertificates memberId={answer.member.id} />
            <div className={classes.below}>
              <MemberVerifications memberId={answer.member.id} />
            </div>
          </Section>
          <Section id="openRequests">
            <SectionHead
              title={t('members.openRequests')}
              {...(open.length > 0 ? { note: <Isolated>{String(open.length)}</Isolated> } : {})}
            />
            {open.length === 0 ? (
              <p className={classes.calm}>
                <IconInbox size={18} stroke={1.5} aria-hidden="true" />
                {t('members.noOpenRequests')}
              </p>
            ) : (
              <MemberRequests label={t('members.openRequests')} requests={open} dueOf={props.dueOf} />
            )}
          </Section>
          <Section id="allRequests">
            <SectionHead
              title={t('members.allRequests')}
              {...(all.length > 0 ? { note: <Isolated>{String(all.length)}</Isolated> } : {})}
            />
            {all.length === 0 ? (
              <p className={classes.calm}>
                <IconInbox size={18} stroke={1.5} aria-hidden="true" />
                {t('members.noRequests')}
              </p>
            ) : (
              <MemberRequests label={t('members.allRequests')} requests={all} />
            )}
          </Section>
        </Pane>
        <Pane label={t('members.facts')} tone="sunk" foot={<Freshness answer={answer} />}>
          <MemberFacts answer={answer} />
          <AuditLink subject={`member:${answer.member.id}`} />
        </Pane>
      </Panes>
    </>
  )
}

/**
 * The whole member on one page. What the authority said stands plain; what a decision of this device will change is
 * violet and dashed. `dueOf` draws the time left of an open request.
 */
export function MemberPage(props: { id: string; dueOf?: (request: RequestSummary) => ReactNode }) {
  const { t } = useText()
  const member = useDeskQuery('members.get', { id: props.id })
  const session = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY })
  const { remember } = useRecentMembers(session.data?.clerk?.id)
  const here = member.data?.member.id
  useEffect(() => {
    if (here !== undefined) remember(here)
  }, [here, remember])
  if (member.error !== null) {
    return (
      <div className={classes.failed}>
        <h1 className={classes.hidden}>{t('frame.members')}</h1>
        <DeskErrorNotice error={member.error} retry={() => void member.refetch()} />
      </div>
    )
  }
  if (member.data === undefined) {
    return (
      <div className={classes.failed} role="status" aria-label={t('members.loading')}>
        <SkeletonRows rows={3} columns="84px 1fr 1fr 1fr" count={4} rowHeight={44} />
        <SkeletonRows rows={8} columns="1fr 1fr 176px 104px" count={4} rowHeight={40} />
      </div>
    )
  }
  return <Body key={props.id} answer={member.data} {...(props.dueOf === undefined ? {} : { dueOf: props.dueOf })} />
}
