import { IconFileSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { nameOfCode } from '#renderer/lib/code-names.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Chip } from '#renderer/ui/chip.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { Tone } from '#renderer/ui/meaning.ts'
import { Portrait } from '#renderer/ui/portrait.tsx'
import type { CopiedField } from '#shared/contracts/audit.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { PendingField } from '#shared/contracts/members.ts'
import { type CalendarDate, yearsBetween } from '#shared/domain/calendar.ts'
import { fullName } from '#shared/domain/members/member.ts'
import { registrationEndsIn, type Standing, standingOf } from '#shared/domain/members/standing.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { nationalities, specialties } from '#shared/domain/reference/register-codes.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './member-header.module.css'
import { PendingValue } from './pending-value.tsx'

const standingTones: Readonly<Record<Standing, Tone>> = {
  active: 'ok',
  expiring: 'wa',
  expired: 'neutral',
  suspended: 'er',
  revoked: 'er',
  unverified: 'neutral',
  'non-practising': 'neutral',
  deceased: 'neutral',
  merged: 'neutral',
}

/** One identifier: label, value, copy; and below it what a decision of this device will make of it. */
function Identifier(props: {
  label: string
  shown: string
  copied: string
  memberId: string
  field: CopiedField
  pending?: PendingField | undefined
}) {
  const { t } = useText()
  const empty = props.copied === ''
  return (
    <div className={classes.id}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value}>
        {empty ? (
          <span className={classes.none}>{t('members.none')}</span>
        ) : (
          <span className={classes.text}>
            <Ltr>{props.shown}</Ltr>
            <CopyButton text={props.copied} label={props.label} memberId={props.memberId} field={props.field} />
          </span>
        )}
        {props.pending !== undefined && <PendingValue pending={props.pending} />}
      </dd>
    </div>
  )
}

/** Who this is: portrait, name in both scripts, standing, six numbers to copy, and what can be done now (`actions`). */
export function MemberHeader(props: { answer: ChannelOutput<'members.get'>; today: CalendarDate; actions: ReactNode }) {
  const { t, language } = useText()
  const { ranks } = useReference()
  const { member, pending } = props.answer
  const pendingOf = (field: PendingField['field']) => pending.find((one) => one.field === field)
  const arabicName = fullName(member.nameAr)
  const latinName = fullName(member.nameEn)
  const [name, other] = language === 'ar' ? [arabicName, latinName] : [latinName, arabicName]
  const days = registrationEndsIn(member, props.today)
  const standing = standingOf(member.state, days)
  const nationality = nationalities[member.nationality]
  const nationalityName =
    language === 'ar'
      ? ((member.gender === 'f' ? nationality?.womanAr : nationality?.manAr) ?? member.nationality)
      : (nationality?.en ?? member.nationality)
  const age = yearsBetween(member.birthDate as CalendarDate, props.today)
  const words = [
    `${nameOfCode(ranks, member.rank, language)}${language === 'ar' ? '، ' : ', '}${nameOfCode(specialties, member.specialty, language)}`,
    nationalityName,
    t('members.age', { count: age }),
  ].join(' · ')
  const registrationNo = member.registrations.at(-1)?.number ?? ''
  return (
    <header className={classes.header}>
      <Portrait alt={t('members.portraitOf', { name })} width={84} />
      <div className={classes.who}>
        <div className={classes.title}>
          <h1 className={classes.name}>{name}</h1>
          <Chip tone={standingTones[standing]}>
            <Isolated>
              {standing === 'expiring' && days !== null
                ? `${t('members.standing_active')} · ${t('members.endsIn', { count: days })}`
                : t(`members.standing_${standing}`)}
            </Isolated>
          </Chip>
        </div>
        <p className={classes.line}>
          <bdi>{other}</bdi> · <Isolated>{words}</Isolated>
        </p>
        {(['nameAr', 'nameEn'] as const).map((field) => {
          const change = pendingOf(field)
          return change === undefined ? null : <PendingValue key={field} pending={change} />
        })}
        <dl className={classes.ids}>
          <Identifier
            label={t('members.membershipNo')}
            shown={member.membershipNo}
            copied={member.membershipNo}
            memberId={member.id}
            field="membershipNo"
          />
          <Identifier
            label={member.idKind === 'citizen' ? t('members.nationalId') : t('members.residentId')}
            shown={member.idNo}
            copied={member.idNo}
            memberId={member.id}
            field="idNo"
            pending={pendingOf('idNo')}
          />
          <Identifier
            label={t('members.fileNo')}
            shown={member.fileNo}
            copied={member.fileNo}
            memberId={member.id}
            field="fileNo"
          />
          <Identifier
            label={t('members.registrationNo')}
            shown={registrationNo}
            copied={registrationNo}
            memberId={member.id}
            field="registrationNo"
          />
          <Identifier
            label={t('members.mobile')}
            shown={displayPhone(member.mobile)}
            copied={member.mobile}
            memberId={member.id}
            field="mobile"
            pending={pendingOf('mobile')}
          />
          <Identifier
            label={t('members.email')}
            shown={member.email}
            copied={member.email}
            memberId={member.id}
            field="email"
            pending={pendingOf('email')}
          />
        </dl>
      </div>
      <div className={classes.actions}>{props.actions}</div>
    </header>
  )
}

/** What can be done now: review the open request that is due first; else why there is nothing to do. */
export function MemberActions(props: { review: (() => void) | undefined; count: number }) {
  const { t } = useText()
  return (
    <>
      <Button
        variant="primary"
        size="lg"
        keys="KeyR"
        icon={<IconFileSearch size={17} stroke={1.6} aria-hidden="true" />}
        {...(props.review === undefined ? { disabledReason: t('members.noActions') } : { onClick: props.review })}
      >
        {t('members.reviewNext')}
      </Button>
      <p className={classes.reason}>
        <Isolated>
          {props.review === undefined ? t('members.noActions') : t('search.openRequests', { count: props.count })}
        </Isolated>
      </p>
    </>
  )
}
