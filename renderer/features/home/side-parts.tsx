import { IconArrowBackUp, IconCircleCheck, IconInbox } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { deskQuery } from '#renderer/lib/desk-queries.ts'
import { useRecentMembers } from '#renderer/lib/recent-members.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { fullName } from '#shared/domain/members/member.ts'
import classes from './side-parts.module.css'

type Home = ChannelOutput<'home.get'>

/** What the authority changed since the clerk was last here. */
export function ChangedSince(props: { today: string; changed: Home['changed'] }) {
  const { t, format } = useText()
  const { since, submitted, completed, returned } = props.changed
  const day = format.dayOf(since)
  const time = format.time(since)
  const title =
    day === props.today
      ? t('home.changedToday', { time })
      : t('home.changedSince', { day: format.dualDay(day).first, time })
  const lines = [
    {
      id: 'submitted',
      icon: IconInbox,
      count: submitted,
      words: t('home.submitted', { count: submitted }),
      search: { view: 'open' } as const,
    },
    {
      id: 'returned',
      icon: IconArrowBackUp,
      count: returned,
      words: t('home.returned', { count: returned }),
      search: { view: 'returned' } as const,
    },
    {
      id: 'completed',
      icon: IconCircleCheck,
      count: completed,
      words: t('home.completed', { count: completed }),
      search: { view: 'all', state: 'completed' } as const,
    },
  ].filter(({ count }) => count > 0)
  return (
    <section className={classes.part} aria-labelledby="home-changed">
      <h2 id="home-changed" className={classes.title}>
        <Isolated>{title}</Isolated>
      </h2>
      {lines.length === 0 ? (
        <p className={classes.none}>{t('home.changedNone')}</p>
      ) : (
        <ul className={classes.lines}>
          {lines.map(({ id, icon: Glyph, words, search }) => (
            <li key={id}>
              <Link to="/requests" search={search} className={classes.line}>
                <Glyph size={17} stroke={1.6} className={classes.glyph} aria-hidden="true" />
                <Isolated>{words}</Isolated>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Members that this clerk opened last; left out in small windows, and while there is none. */
export function RecentMembers(props: { clerkId: string | undefined }) {
  const { t, language } = useText()
  const { ids } = useRecentMembers(props.clerkId)
  const answers = useQueries({
    queries: ids.slice(0, 4).map((id) => deskQuery('members.get', { id }, { staleTime: 60_000 })),
  })
  const members = answers.flatMap(({ data }) => (data === undefined ? [] : [data.member]))
  if (members.length === 0) return null
  return (
    <section className={classes.recent} aria-labelledby="home-recent">
      <SectionHead id="home-recent" title={t('search.recent')} />
      <ul className={classes.lines}>
        {members.map((member) => {
          const name = fullName(language === 'ar' ? member.nameAr : member.nameEn)
          return (
            <li key={member.id}>
              <Link to="/members/$id" params={{ id: member.id }} className={classes.line}>
                <Avatar name={name} size={24} />
                <bdi className={classes.name}>{name}</bdi>
                <span className={classes.number}>
                  <Ltr>{member.membershipNo}</Ltr>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
