import { IconHistory } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { nameOfCode } from '#renderer/lib/code-names.ts'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { CpdHours } from '#renderer/ui/cpd-hours.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { PendingField } from '#shared/contracts/members.ts'
import { cities, nationalities } from '#shared/domain/reference/register-codes.ts'
import classes from './member-facts.module.css'
import { PendingValue } from './pending-value.tsx'

const accountShapes = { active: 'green', locked: 'red', unverified: 'dashed' } as const

/** The facts that stand on the form beside name and numbers; what a decision will change stands below its value. */
export function MemberFacts(props: { answer: ChannelOutput<'members.get'> }) {
  const { t, language } = useText()
  const { member, pending } = props.answer
  const withPending = (value: ReactNode, ...fields: PendingField['field'][]) => (
    <>
      {value}
      {pending
        .filter((one) => fields.includes(one.field))
        .map((one) => (
          <div key={one.field} className={classes.pending}>
            <PendingValue
              pending={
                one.field === 'city' && one.value !== null
                  ? { ...one, value: nameOfCode(cities, one.value, language) }
                  : one
              }
            />
          </div>
        ))}
    </>
  )
  const nationality = nationalities[member.nationality]
  const place = [
    nameOfCode(cities, member.city, language),
    member.poBox === null ? '' : t('members.poBox', { box: member.poBox }),
    member.postalCode === null ? '' : member.postalCode,
  ]
    .filter((part) => part !== '')
    .join(' · ')
  const { state, lastSignInAt } = member.account
  return (
    <div className={classes.facts}>
      <SectionHead title={t('members.facts')} />
      <FactList
        labelWidth={92}
        facts={[
          {
            id: 'birth',
            label: t('members.birth'),
            value: withPending(<DualDate day={member.birthDate} className={classes.dates ?? ''} />, 'birthDate'),
          },
          { id: 'gender', label: t('members.gender'), value: t(`members.gender_${member.gender}`) },
          {
            id: 'nationality',
            label: t('members.nationality'),
            value: withPending(
              language === 'ar'
                ? ((member.gender === 'f' ? nationality?.womanAr : nationality?.manAr) ?? member.nationality)
                : (nationality?.en ?? member.nationality),
              'nationality',
            ),
          },
          {
            id: 'employer',
            label: t('members.employer'),
            value: withPending(language === 'ar' ? member.employerAr : member.employerEn, 'employer'),
          },
          {
            id: 'city',
            label: t('members.city'),
            value: withPending(<Isolated>{place}</Isolated>, 'city', 'poBox', 'postalCode'),
          },
          { id: 'cpd', label: t('common.cpd'), value: <CpdHours family={member.family} rank={member.rank} /> },
          {
            id: 'blood',
            label: t('members.bloodGroup'),
            value: member.bloodGroup === null ? t('members.none') : <Ltr>{member.bloodGroup}</Ltr>,
          },
          {
            id: 'account',
            label: t('members.account'),
            value: (
              <>
                <StateDot shape={accountShapes[state]}>{t(`members.account_${state}`)}</StateDot>
                <div className={classes.quiet}>
                  {lastSignInAt === null ? (
                    t('members.neverSignedIn')
                  ) : (
                    <>
                      {t('members.lastSignIn')} <DualDate at={lastSignInAt} withTime single />
                    </>
                  )}
                </div>
              </>
            ),
          },
        ]}
      />
    </div>
  )
}

/** How old this copy is: what the authority said, when, and which version. */
export function Freshness(props: { answer: ChannelOutput<'members.get'> }) {
  const { t } = useText()
  const now = useNow(1000)
  const { pulledAt, member } = props.answer
  const said =
    pulledAt === null
      ? t('members.asSaidNever')
      : (() => {
          const { unit, n } = elapsedSince(pulledAt, now)
          return t('members.asSaid', { ago: t(`members.ago_${unit}`, { n }) })
        })()
  return (
    <p className={classes.fresh}>
      <IconHistory size={16} stroke={1.6} aria-hidden="true" />
      <Isolated>{`${said} · ${t('members.version', { n: member.version })}`}</Isolated>
    </p>
  )
}
