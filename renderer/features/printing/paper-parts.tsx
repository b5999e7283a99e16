import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { CertificateKind } from '#shared/domain/certificates/certificate.ts'
import { createFormatter, type DayText } from '#shared/i18n/format.ts'
import classes from './paper.module.css'

/** Words of both languages for paper that both sides of a counter read: the letter's own first. */
export function useBothTexts() {
  const { i18n } = useTranslation()
  const { language } = useText()
  const languages = language === 'ar' ? (['ar', 'en'] as const) : (['en', 'ar'] as const)
  return languages.map((one) => ({ language: one, t: i18n.getFixedT(one), format: createFormatter(one, 'latn') })) as [
    BothText,
    BothText,
  ]
}
type BothText = {
  readonly language: 'ar' | 'en'
  readonly t: ReturnType<typeof useText>['t']
  readonly format: ReturnType<typeof createFormatter>
}

/** Whose letter it is, in both languages; a demo register's says that it is none. */
export function PaperHead(props: { authority: { nameAr: string; nameEn: string; demo: boolean } | null }) {
  const [first, second] = useBothTexts()
  const { authority } = props
  const nameOf = (language: 'ar' | 'en') => (language === 'ar' ? authority?.nameAr : authority?.nameEn) ?? ''
  return (
    <>
      <header className={classes.head}>
        <bdi lang={first.language}>{nameOf(first.language)}</bdi>
        <bdi lang={second.language}>{nameOf(second.language)}</bdi>
      </header>
      {authority?.demo === true && (
        <p className={classes.specimen}>
          {first.t('certificates.paperSpecimen')} · <bdi>{second.t('certificates.paperSpecimen')}</bdi>
        </p>
      )}
    </>
  )
}

/** The authority that this desk works for; undefined until it was asked. */
export function useAuthority() {
  return useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.authority
}

const labels = {
  kind: 'certificates.kind',
  number: 'certificates.number',
  name: 'certificates.name',
  membershipNo: 'certificates.membershipNo',
  standing: 'certificates.standing',
  issuedOn: 'certificates.issuedOn',
  expiresOn: 'certificates.expiresOn',
  verifiedAt: 'certificates.paperVerifiedAt',
  verifiedBy: 'certificates.paperVerifiedBy',
  reason: 'certificates.paperReason',
  reference: 'certificates.paperReference',
} as const

/** A fact with its label in both languages around it. */
export function PaperFact(props: { label: keyof typeof labels; children: ReactNode }) {
  const [first, second] = useBothTexts()
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{first.t(labels[props.label])}</dt>
      <dd className={classes.value}>{props.children}</dd>
      <span className={`${classes.label} ${classes.labelEnd}`} lang={second.language} aria-hidden="true">
        <bdi>{second.t(labels[props.label])}</bdi>
      </span>
    </div>
  )
}

/** A day in both calendars, each named by its own mark. */
export function PaperDay(props: { day: DayText }) {
  const { format } = useText()
  return (
    <>
      <span>
        <Ltr>{format.day(props.day, 'hijri')}</Ltr> هـ
      </span>
      <span>
        <Ltr>{format.day(props.day, 'gregorian')}</Ltr> م
      </span>
    </>
  )
}

/** Kind of a certificate in one language; one that this version does not know is shown as it is. */
export function kindIn(text: BothText, kind: string): string {
  const known = CertificateKind.safeParse(kind)
  return known.success ? text.t(`certificates.kind_${known.data}`) : kind
}
