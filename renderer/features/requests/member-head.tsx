import { Link } from '@tanstack/react-router'
import { standingShapes } from '#renderer/lib/member-standing.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { Portrait } from '#renderer/ui/portrait.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import { calendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { registrationEndsIn, standingOf } from '#shared/domain/members/standing.ts'
import { specialties } from '#shared/domain/reference/register-codes.ts'
import classes from './review.module.css'

/** Who asks: name, what they are, the two numbers that tell them apart, and how they stand. */
export function MemberHead(props: { member: Member | null; now: number }) {
  const { t, language } = useText()
  const { ranks } = useReference()
  const { member } = props
  if (member === null) return <Notice>{t('requests.memberNoneHint')}</Notice>
  const name = fullName(language === 'ar' ? member.nameAr : member.nameEn)
  const today = calendarDate(riyadhDateOf(props.now))
  const standing = standingOf(member.state, registrationEndsIn(member, today))
  const title = [
    ranks[member.rank]?.[language] ?? member.rank,
    specialties[member.specialty]?.[language] ?? member.specialty,
  ]
  return (
    <div className={classes.person}>
      <Portrait alt={name} width={42} />
      <div className={classes.names}>
        <Link to="/members/$id" params={{ id: member.id }} className={classes.name} title={t('requests.openMember')}>
          {name}
        </Link>
        <div className={classes.facts}>
          <div>{title.filter(Boolean).join(language === 'ar' ? '، ' : ', ')}</div>
          <div>
            <Ltr>{member.membershipNo}</Ltr> · <Ltr>{member.idNo}</Ltr>
          </div>
        </div>
      </div>
      <StateDot shape={standingShapes[standing]}>{t(`requests.memberState_${standing}`)}</StateDot>
    </div>
  )
}
