import { IconInbox } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { KeyHints } from '#renderer/ui/key-hints.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { RequestSummary } from '#shared/contracts/members.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { isForRole } from '#shared/domain/policy/policy.ts'
import { CounterNow } from './counter-now.tsx'
import { FigureStrip } from './figures.tsx'
import { Forecast } from './forecast.tsx'
import classes from './home.module.css'
import { NearestList } from './nearest-list.tsx'
import { ChangedSince, RecentMembers } from './side-parts.tsx'
import { WaitingProposals } from './waiting-proposals.tsx'

/** A clerk's first name, for the greeting. */
const firstName = (name: string) => name.split(' ')[0] ?? name

/** The day in both calendars, the time, and how the line stands. */
function Today(props: { now: number; line: ReactNode }) {
  const { format, language } = useText()
  const day = riyadhDateOf(props.now)
  const hijri = format.longDay(day, 'hijri')
  // The weekday is said once.
  const gregorian = format.longDay(day, 'gregorian')
  const [first, second] = language === 'ar' ? [hijri, gregorian] : [gregorian, hijri]
  const words = [first, second.slice(second.indexOf(' ') + 1), format.time(props.now)].join(' · ')
  return (
    <p className={classes.today}>
      <Isolated>{words}</Isolated>
      {' · '}
      {props.line}
    </p>
  )
}

/**
 * The first screen: the day, five counts, what is due next, what is coming, today's counter and what has changed.
 * `dueOf` draws the time left of a request, `line` the state of the line in words: other features' work.
 */
export function HomePage(props: { dueOf: (request: RequestSummary) => ReactNode; line: ReactNode }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const now = useNow(30_000)
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk ?? undefined
  // Counts move with the clock too: what was in time a minute ago may be late.
  const home = useDeskQuery('home.get', {}, { refetchInterval: 60_000 })
  const open = (id: string) => void navigate({ to: '/requests/$id', params: { id }, search: { view: 'mine' } })
  const nearest = home.data?.nearest ?? []
  const first = nearest[0]
  useHotkeys([
    {
      keys: 'KeyN',
      label: t('home.start'),
      enabled: first !== undefined,
      run: () => first !== undefined && open(first.id),
    },
  ])
  const morning = Number(new Date(now + 3 * 3_600_000).toISOString().slice(11, 13)) < 12
  const name = clerk === undefined ? '' : firstName(language === 'ar' ? clerk.nameAr : clerk.nameEn)
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.greeting}>{t(morning ? 'home.goodMorning' : 'home.goodEvening', { name })}</h1>
          <Today now={now} line={props.line} />
        </div>
        <div className={classes.acts}>
          <Button onClick={() => void navigate({ to: '/requests', search: { view: 'mine' } })}>
            {t('home.wholeQueue')}
          </Button>
          <Button
            variant="primary"
            keys="KeyN"
            disabledReason={first === undefined ? t('home.nearestNone') : undefined}
            onClick={() => first !== undefined && open(first.id)}
          >
            {t('home.start')}
          </Button>
        </div>
      </header>
      {home.error !== null && (
        <div className={classes.notice}>
          <DeskErrorNotice error={home.error} retry={() => void home.refetch()} />
        </div>
      )}
      {home.data === undefined ? (
        home.error === null && (
          <div className={classes.waiting}>
            <SkeletonRows rows={8} columns="150px 1fr 1.4fr 84px 108px" count={5} rowHeight={40} />
          </div>
        )
      ) : (
        <>
          {home.data.confirmations.length > 0 && (
            <div className={classes.notice}>
              <WaitingProposals proposals={home.data.confirmations} />
            </div>
          )}
          <div className={classes.figures}>
            <FigureStrip
              figures={home.data.figures}
              confirms={clerk !== undefined && isForRole(clerk.role, 'requests.confirm')}
            />
          </div>
          <div className={classes.panes}>
            <div className={classes.main}>
              <section className={classes.nearest} aria-labelledby="home-nearest">
                <SectionHead
                  id="home-nearest"
                  title={t('home.nearest')}
                  note={
                    <Isolated>{t('home.nearestOf', { shown: nearest.length, total: home.data.figures.mine })}</Isolated>
                  }
                  action={
                    <KeyHints
                      hints={[
                        { keys: ['KeyJ', 'KeyK'], label: t('requests.keyMove') },
                        { keys: ['Enter'], label: t('requests.keyReview') },
                      ]}
                    />
                  }
                />
                {first === undefined ? (
                  <EmptyState
                    icon={<IconInbox size={40} stroke={1.2} />}
                    action={
                      <TextLink to="/requests" search={{ view: 'open' }}>
                        {t('requests.emptyShowOpen')}
                      </TextLink>
                    }
                  >
                    {t('home.nearestNone')}
                  </EmptyState>
                ) : (
                  <NearestList rows={nearest} dueOf={props.dueOf} onOpen={open} />
                )}
              </section>
              <Forecast today={home.data.today} late={home.data.figures.late} days={home.data.forecast} />
            </div>
            <aside className={classes.side} aria-label={t('home.side')}>
              <CounterNow counter={home.data.counter} />
              <ChangedSince today={home.data.today} changed={home.data.changed} />
              <RecentMembers clerkId={clerk?.id} />
            </aside>
          </div>
        </>
      )}
    </div>
  )
}
