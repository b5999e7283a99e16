import { nameOfCode } from '#renderer/lib/code-names.ts'
import { standingShapes } from '#renderer/lib/member-standing.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Avatar } from '#renderer/ui/avatar.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { MemberRow, SearchHit } from '#shared/contracts/members.ts'
import { standingOf } from '#shared/domain/members/standing.ts'
import { type CodeName, specialties } from '#shared/domain/reference/register-codes.ts'
import classes from './palette-rows.module.css'
import { rangesOf, whyLines } from './why-lines.ts'
import { Marked, WhyText } from './why-text.tsx'

/** A member's standing as dot and word; one that ends soon says in how many days. */
export function StandingDot(props: { member: Pick<MemberRow, 'state' | 'registrationEndsInDays'> }) {
  const { t } = useText()
  const { state, registrationEndsInDays: days } = props.member
  const standing = standingOf(state, days)
  const words =
    standing === 'expiring' && days !== null ? t('members.endsIn', { count: days }) : t(`members.standing_${standing}`)
  return (
    <StateDot shape={standingShapes[standing]}>
      <Isolated>{words}</Isolated>
    </StateDot>
  )
}

/** Rank and specialty in words; `ranks`: their names. */
export function rankText(
  ranks: Readonly<Record<string, CodeName>>,
  member: Pick<MemberRow, 'rank' | 'specialty'>,
  language: 'ar' | 'en',
): string {
  return [nameOfCode(ranks, member.rank, language), nameOfCode(specialties, member.specialty, language)]
    .filter((part) => part !== '')
    .join(language === 'ar' ? '، ' : ', ')
}

/** The content of a member's row in the palette: name in both scripts, number, standing, and why it matched. */
export function MemberOption(props: { hit: SearchHit }) {
  const { language } = useText()
  const { ranks } = useReference()
  const { member, why } = props.hit
  const lines = whyLines(why)
  const arabic = <Marked text={member.nameAr} ranges={rangesOf(lines, 'nameAr', member.nameAr)} />
  const latin = (
    <bdi dir="ltr">
      <Marked text={member.nameEn} ranges={rangesOf(lines, 'nameEn', member.nameEn)} />
    </bdi>
  )
  const [line] = lines
  return (
    <>
      <Avatar name={language === 'ar' ? member.nameAr : member.nameEn} size={34} />
      <span className={classes.text}>
        <span className={classes.first}>
          <span className={classes.name}>{language === 'ar' ? arabic : latin}</span>
          <span className={classes.number}>
            <Ltr>
              <Marked text={member.membershipNo} ranges={rangesOf(lines, 'membershipNo', member.membershipNo)} />
            </Ltr>
          </span>
        </span>
        <span className={classes.second}>{language === 'ar' ? latin : <bdi>{arabic}</bdi>}</span>
      </span>
      <span className={classes.aside}>
        <StandingDot member={member} />
        {line === undefined ? (
          <span className={classes.second}>{rankText(ranks, member, language)}</span>
        ) : (
          <WhyText line={line} />
        )}
      </span>
    </>
  )
}
