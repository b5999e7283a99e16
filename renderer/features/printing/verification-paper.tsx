import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePrintReady } from '#renderer/lib/use-print-ready.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { Verification } from '#shared/contracts/certificates.ts'
import classes from './paper.module.css'
import { kindIn, PaperDay, PaperFact, PaperHead, useAuthority, useBothTexts } from './paper-parts.tsx'

type Text = ReturnType<typeof useBothTexts>[number]

/** The sentence for the visitor in one language, as the verification's screen says it. */
function tellIn({ t, format, language }: Text, { verdict, facts }: Verification, kind: string): string {
  const words = { kind, number: facts?.number ?? '' }
  const day = facts?.expiresOn ?? null
  if (verdict === 'valid' && day === null) return t('certificates.tell_valid_open', words)
  const dayWords = day === null ? '' : format.longDay(day, language === 'ar' ? 'hijri' : 'gregorian')
  return t(`certificates.tell_${verdict}`, { ...words, day: dayWords })
}

function Result(props: { text: Text; verification: Verification }) {
  const { text, verification } = props
  const { t, language } = text
  const kind = verification.facts === null ? '' : kindIn(text, verification.facts.kind)
  return (
    <section lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
      <p className={classes.quiet}>{t('certificates.paperResult')}</p>
      <p className={classes.verdict}>{t(`certificates.verdict_${verification.verdict}`)}</p>
      <p className={classes.tell}>
        <Isolated>{tellIn(text, verification, kind)}</Isolated>
      </p>
    </section>
  )
}

function Sheet(props: { verification: Verification; authority: Parameters<typeof PaperHead>[0]['authority'] }) {
  const { verification } = props
  const { facts, certificate, statusList, trustList } = verification
  const [first, second] = useBothTexts()
  const session = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY })
  const clerk = session.data?.clerk
  const mine = clerk !== null && clerk !== undefined && clerk.id === verification.clerkId ? clerk : undefined
  const moment = (at: string | null, { format, t }: Text) =>
    at === null
      ? t('certificates.listMissing')
      : `${format.longDay(format.dayOf(at), format.language === 'ar' ? 'hijri' : 'gregorian')} ${format.time(at)}`
  const said = certificate ?? facts
  return (
    <div className={classes.paper}>
      <PaperHead authority={props.authority} />
      <div className={classes.title}>
        <h1 className={classes.titleFirst}>{first.t('certificates.paperLetter')}</h1>
        <p className={classes.titleSecond} lang={second.language}>
          <bdi>{second.t('certificates.paperLetter')}</bdi>
        </p>
      </div>
      <div className={classes.result} data-doubt={verification.verdict === 'cannot-tell' || undefined}>
        <Result text={first} verification={verification} />
        <Result text={second} verification={verification} />
      </div>
      {said !== null && (
        <dl className={classes.facts}>
          <PaperFact label="kind">
            <span>{kindIn(first, said.kind)}</span>
            <span>
              <bdi lang={second.language}>{kindIn(second, said.kind)}</bdi>
            </span>
          </PaperFact>
          <PaperFact label="number">
            <Ltr>{said.number}</Ltr>
          </PaperFact>
          <PaperFact label="name">
            <span>
              <bdi>{said.nameAr}</bdi>
            </span>
            <span>
              <bdi>{said.nameEn}</bdi>
            </span>
          </PaperFact>
          <PaperFact label="membershipNo">
            <Ltr>{said.membershipNo}</Ltr>
          </PaperFact>
          {said.issuedOn !== null && (
            <PaperFact label="issuedOn">
              <PaperDay day={said.issuedOn} />
            </PaperFact>
          )}
          {said.expiresOn !== null && (
            <PaperFact label="expiresOn">
              <PaperDay day={said.expiresOn} />
            </PaperFact>
          )}
        </dl>
      )}
      <dl className={classes.facts}>
        <PaperFact label="verifiedAt">
          <span>
            <Isolated>{moment(verification.at, first)}</Isolated>
          </span>
        </PaperFact>
        {mine !== undefined && (
          <PaperFact label="verifiedBy">
            <span>{first.language === 'ar' ? mine.nameAr : mine.nameEn}</span>
          </PaperFact>
        )}
        <PaperFact label="reason">
          <Ltr>{verification.reason.toUpperCase()}</Ltr>
        </PaperFact>
        <PaperFact label="reference">
          <Ltr>{verification.id}</Ltr>
        </PaperFact>
      </dl>
      {[first, second].map((text) => (
        <section
          key={text.language}
          className={classes.quiet}
          lang={text.language}
          dir={text.language === 'ar' ? 'rtl' : 'ltr'}
        >
          <p>
            {text.t('certificates.paperEvidence')}:{' '}
            <Isolated>
              {text.t('certificates.paperEvidenceText', {
                status: moment(statusList.signedAt, text),
                trust: moment(trustList.signedAt, text),
              })}
            </Isolated>
          </p>
          <p>{text.t('certificates.paperLetterNote')}</p>
        </section>
      ))}
    </div>
  )
}

/** What a verification found, as a letter to take along: in both languages, with its moment and its evidence. */
export function VerificationPaper(props: { id: string }) {
  const found = useDeskQuery('certificates.verification', { id: props.id })
  const authority = useAuthority()
  usePrintReady(found.data !== undefined && authority !== undefined, props.id)
  if (found.error !== null) return <DeskErrorNotice error={found.error} />
  return found.data === undefined || authority === undefined ? null : (
    <Sheet verification={found.data} authority={authority} />
  )
}
