import type { ReactNode } from 'react'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Portrait } from '#renderer/ui/portrait.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { CertifiedFacts as Facts } from '#shared/domain/certificates/certificate.ts'
import classes from './certified-facts.module.css'
import { useKindWords, useStandingWords } from './use-verdict-words.ts'

function Fact(props: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value} data-strong={props.strong || undefined}>
        {props.children}
      </dd>
    </div>
  )
}

/** Who holds what, as it was certified. `note` says whose word that is; `certificateId` makes the number a link to it. */
export function CertifiedFacts(props: {
  facts: Omit<Facts, 'issuer'>
  note: string
  certificateId?: string | undefined
}) {
  const { t, language } = useText()
  const kind = useKindWords()
  const standing = useStandingWords()
  const { facts } = props
  const [name, other] = language === 'ar' ? [facts.nameAr, facts.nameEn] : [facts.nameEn, facts.nameAr]
  return (
    <section className={classes.holder} aria-label={t('certificates.holder')}>
      <Portrait alt={t('certificates.portraitOf', { name })} width={66} />
      <div className={classes.columns}>
        <dl className={classes.facts}>
          <Fact label={t('certificates.name')} strong>
            <bdi>{name}</bdi>
            <span className={classes.other}>
              <bdi>{other}</bdi>
            </span>
          </Fact>
          <Fact label={t('certificates.standing')}>{standing(facts)}</Fact>
          <Fact label={t('certificates.kind')}>{kind(facts.kind)}</Fact>
          <Fact label={t('certificates.number')} strong>
            {props.certificateId === undefined ? (
              <Ltr>{facts.number}</Ltr>
            ) : (
              <TextLink to="/certificates/$id" params={{ id: props.certificateId }} search={{}}>
                <Ltr>{facts.number}</Ltr>
              </TextLink>
            )}
          </Fact>
          <Fact label={t('certificates.membershipNo')} strong>
            <Ltr>{facts.membershipNo}</Ltr>
          </Fact>
          <Fact label={t('certificates.issuedOn')}>
            {facts.issuedOn !== null && <DualDate day={facts.issuedOn} narrowSingle />}
          </Fact>
          <Fact label={t('certificates.expiresOn')}>
            {facts.expiresOn === null ? t('certificates.noExpiry') : <DualDate day={facts.expiresOn} narrowSingle />}
          </Fact>
          <Fact label={t('certificates.identity')}>{t('certificates.identityHint')}</Fact>
        </dl>
        <p className={classes.note}>{props.note}</p>
      </div>
    </section>
  )
}
