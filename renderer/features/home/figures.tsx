import { Link, type LinkProps } from '@tanstack/react-router'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import classes from './figures.module.css'

type Figures = ChannelOutput<'home.get'>['figures']

/** One figure: what it counts, the exact count, a word on it; the whole of it leads to its list. */
function Figure(props: {
  to: Pick<LinkProps, 'to' | 'search'>
  label: string
  value: number
  note: string
  tone?: 'wa' | 'er'
}) {
  const { format } = useText()
  const loud = props.tone !== undefined && props.value > 0
  return (
    <li className={classes.figure}>
      <Link {...props.to} className={classes.link}>
        <span className={classes.label}>{props.label}</span>
        <span className={classes.line}>
          <span className={classes.value} data-tone={loud ? props.tone : undefined}>
            <Ltr>{format.number(props.value)}</Ltr>
          </span>
          <span className={classes.note}>
            <Isolated>{props.note}</Isolated>
          </span>
        </span>
      </Link>
    </li>
  )
}

/** The five counts of the first screen. */
export function FigureStrip(props: { figures: Figures; confirms: boolean }) {
  const { t } = useText()
  const { mine, dueToday, late, second, decidedToday } = props.figures
  return (
    <ul className={classes.strip} aria-label={t('home.figures')}>
      <Figure
        to={{ to: '/requests', search: { view: 'mine' } }}
        label={t('home.mine')}
        value={mine}
        note={t('home.mineNote')}
      />
      <Figure
        to={{ to: '/requests', search: { view: 'due-today' } }}
        label={t('home.dueToday')}
        value={dueToday}
        tone="wa"
        note={late === 0 ? t('home.dueTodayNote') : t('home.dueTodayLate', { late })}
      />
      <Figure
        to={{ to: '/requests', search: { view: 'due-today' } }}
        label={t('home.late')}
        value={late}
        tone="er"
        note={late === 0 ? t('home.lateNone') : t('home.lateNote')}
      />
      <Figure
        to={{ to: '/requests', search: { view: 'second-approval' } }}
        label={t('home.second')}
        value={second}
        note={props.confirms ? t('home.secondNote') : t('home.secondOthers')}
      />
      <Figure
        to={{ to: '/outbox', search: {} }}
        label={t('home.decided')}
        value={decidedToday}
        note={t('home.decidedNote')}
      />
    </ul>
  )
}
