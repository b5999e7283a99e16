import { useTranslation } from 'react-i18next'
import { nameOfCode } from '#renderer/lib/code-names.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import type { EvidenceAge, Verification } from '#shared/contracts/certificates.ts'
import { CertificateKind } from '#shared/domain/certificates/certificate.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import { specialties } from '#shared/domain/reference/register-codes.ts'
import { createFormatter, type DayText } from '#shared/i18n/format.ts'
import type { Language } from '#shared/i18n/language.ts'

/** The largest whole unit in which an age is said: minutes, hours up to three days, then days. */
export function ageUnit(seconds: number): { unit: 'Minutes' | 'Hours' | 'Days'; count: number } {
  if (seconds < 3600) return { unit: 'Minutes', count: Math.floor(seconds / 60) }
  if (seconds <= 72 * 3600) return { unit: 'Hours', count: Math.floor(seconds / 3600) }
  return { unit: 'Days', count: Math.floor(seconds / 86_400) }
}

/** An age in words: `3 ساعات`. */
export function useAgeWords() {
  const { t } = useText()
  return (seconds: number): string => {
    const { unit, count } = ageUnit(seconds)
    return t(`certificates.age${unit}`, { count })
  }
}

/** Kind of a certificate in words; one that this version does not know is shown as it is. */
export function useKindWords() {
  const { t } = useText()
  return (kind: string): string => {
    const known = CertificateKind.safeParse(kind)
    return known.success ? t(`certificates.kind_${known.data}`) : kind
  }
}

/** Rank and specialty in one line. */
export function useStandingWords() {
  const { language } = useText()
  const { ranks } = useReference()
  return ({ rank, specialty }: { rank: string; specialty: string }): string => {
    const words = [nameOfCode(ranks, rank, language), nameOfCode(specialties, specialty, language)]
    return words.join(language === 'ar' ? '، ' : ', ')
  }
}

type Confirmed = Pick<Verification, 'certificate'>

/** The step that revoked the certificate, when this desk knows of it. */
function findRevocation({ certificate }: Confirmed) {
  return certificate?.steps.findLast(({ step }) => step === 'confirm')
}

/** The sentence of a verification and why it is so, in the clerk's language. */
export function useVerdictWords() {
  const { t, format, language } = useText()
  const { revocationReasons } = useReference()
  const age = useAgeWords()
  const calendar = language === 'ar' ? 'hijri' : 'gregorian'
  const inWords = (day: DayText) => format.longDay(day, calendar)
  const says = (verification: Verification): string => {
    const { verdict, reason, facts } = verification
    const revoked = findRevocation(verification)
    const day = facts?.expiresOn ?? null
    if (reason === 'in-force' && day === null) return t('certificates.says_in-force_open')
    if (reason === 'status-revoked' && revoked !== undefined)
      return t('certificates.says_status-revoked_on', { day: inWords(format.dayOf(revoked.at)) })
    if (reason === 'code-malformed' && verdict === 'altered') return t('certificates.says_code-malformed_altered')
    if (reason === 'in-force' || reason === 'past-expiry')
      return t(`certificates.says_${reason}`, { day: day === null ? '' : inWords(day) })
    return t(`certificates.says_${reason}`)
  }
  const limits = ({ ageSeconds, limitSeconds }: EvidenceAge) => ({
    age: age(ageSeconds ?? 0),
    limit: age(limitSeconds),
  })
  const why = (verification: Verification): string => {
    const { verdict, reason, statusList, trustList } = verification
    const revocation = findCode(revocationReasons, findRevocation(verification)?.reason ?? '')
    if (reason === 'status-revoked' && revocation)
      return t('certificates.why_status-revoked_reason', { reason: revocation[language] })
    if (reason === 'code-malformed' && verdict === 'altered') return t('certificates.why_code-malformed_altered')
    if (reason === 'status-list-stale') return t('certificates.why_status-list-stale', limits(statusList))
    if (reason === 'trust-list-stale') return t('certificates.why_trust-list-stale', limits(trustList))
    return t(`certificates.why_${reason}`)
  }
  return { says, why }
}

/** What to tell the visitor, in a language that need not be the screen's. */
export function useTellWords() {
  const { i18n } = useTranslation()
  return ({ verdict, facts }: Pick<Verification, 'verdict' | 'facts'>, language: Language): string => {
    const t = i18n.getFixedT(language)
    const format = createFormatter(language, 'latn')
    const known = CertificateKind.safeParse(facts?.kind)
    const words = {
      kind: known.success ? t(`certificates.kind_${known.data}`) : (facts?.kind ?? ''),
      number: facts?.number ?? '',
    }
    const day = facts?.expiresOn ?? null
    const dayWords = day === null ? '' : format.longDay(day, language === 'ar' ? 'hijri' : 'gregorian')
    if (verdict === 'valid' && day === null) return t('certificates.tell_valid_open', words)
    return t(`certificates.tell_${verdict}`, { ...words, day: dayWords })
  }
}
