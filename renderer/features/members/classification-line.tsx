import { nameOfCode } from '#renderer/lib/code-names.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { Classification } from '#shared/domain/members/member.ts'
import { specialties } from '#shared/domain/reference/register-codes.ts'
import classes from './classification-line.module.css'

/** Ranks over time, oldest at the inline start; the one in force is filled and its stretch runs on to the edge. */
export function ClassificationLine(props: { stations: readonly Classification[] }) {
  const { t, format, language } = useText()
  const { ranks } = useReference()
  if (props.stations.length === 0) return <p className={classes.none}>{t('members.noClassification')}</p>
  return (
    <ol className={classes.line}>
      {props.stations.map((station, index) => {
        const current = index === props.stations.length - 1
        const { first, second } = format.dualDay(station.from)
        const changedSpecialty = index > 0 && props.stations[index - 1]?.specialty !== station.specialty
        return (
          <li
            key={`${station.rank}-${station.from}`}
            className={classes.station}
            {...(current ? { 'aria-current': 'step' as const } : {})}
          >
            <span className={classes.dot} aria-hidden="true" />
            <span className={classes.rank}>{nameOfCode(ranks, station.rank, language)}</span>
            {(current || changedSpecialty) && (
              <span className={classes.specialty}>{nameOfCode(specialties, station.specialty, language)}</span>
            )}
            <span className={classes.when}>
              <Ltr>{first.slice(0, 4)}</Ltr> <span className={classes.second}>/</span>{' '}
              <span className={classes.second}>
                <Ltr>{second.slice(0, 4)}</Ltr>
              </span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
