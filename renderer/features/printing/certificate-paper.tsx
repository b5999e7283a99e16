import { nameOfCode } from '#renderer/lib/code-names.ts'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePrintReady } from '#renderer/lib/use-print-ready.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { namesOfRanks, specialties } from '#shared/domain/reference/register-codes.ts'
import classes from './paper.module.css'
import { kindIn, PaperDay, PaperFact, PaperHead, useAuthority, useBothTexts } from './paper-parts.tsx'
import { QrCode } from './qr-code.tsx'

/** Width of the QR symbol with its quiet zone, in millimetres: about 0.65 mm a module. */
const qrSize = 52

function Sheet(props: { certificate: Certificate; authority: Parameters<typeof PaperHead>[0]['authority'] }) {
  const { certificate } = props
  const { book } = useReference()
  // A paper calls a rank what it was called when the certificate was issued.
  const ranks = namesOfRanks(book.inForce('ranks', certificate.issuedOn))
  const [first, second] = useBothTexts()
  const names = { ar: certificate.nameAr, en: certificate.nameEn }
  const standing = (language: 'ar' | 'en') =>
    [nameOfCode(ranks, certificate.rank, language), nameOfCode(specialties, certificate.specialty, language)].join(
      language === 'ar' ? '، ' : ', ',
    )
  return (
    <div className={classes.paper}>
      <PaperHead authority={props.authority} />
      <div className={classes.title}>
        <h1 className={classes.titleFirst}>{kindIn(first, certificate.kind)}</h1>
        <p className={classes.titleSecond} lang={second.language}>
          <bdi>{kindIn(second, certificate.kind)}</bdi>
        </p>
      </div>
      <div className={classes.holder}>
        <p className={classes.lead}>{first.t('certificates.paperCertifies')}</p>
        <p className={classes.name}>
          <bdi lang={first.language}>{names[first.language]}</bdi>
        </p>
        <p className={classes.nameOther}>
          <bdi lang={second.language}>{names[second.language]}</bdi>
        </p>
        <p className={classes.lead}>{first.t('certificates.paperHolds')}</p>
      </div>
      <dl className={classes.facts}>
        <PaperFact label="number">
          <Ltr>{certificate.number}</Ltr>
        </PaperFact>
        <PaperFact label="membershipNo">
          <Ltr>{certificate.membershipNo}</Ltr>
        </PaperFact>
        <PaperFact label="standing">
          <span>{standing(first.language)}</span>
          <span>
            <bdi lang={second.language}>{standing(second.language)}</bdi>
          </span>
        </PaperFact>
        <PaperFact label="issuedOn">
          <PaperDay day={certificate.issuedOn} />
        </PaperFact>
        <PaperFact label="expiresOn">
          {certificate.expiresOn === null ? (
            <>
              <span>{first.t('certificates.noExpiry')}</span>
              <span>
                <bdi>{second.t('certificates.noExpiry')}</bdi>
              </span>
            </>
          ) : (
            <PaperDay day={certificate.expiresOn} />
          )}
        </PaperFact>
      </dl>
      <div className={classes.proof}>
        <div className={classes.qr}>
          <QrCode
            text={certificate.code}
            size={qrSize}
            label={first.t('certificates.paperQr', { number: certificate.number })}
          />
          <Ltr>{certificate.number}</Ltr>
        </div>
        <div className={classes.how}>
          {[first, second].map(({ language, t }) => (
            <section key={language} lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
              <h2>{t('certificates.paperHow')}</h2>
              <p>{t('certificates.paperHowText')}</p>
            </section>
          ))}
        </div>
      </div>
    </div>
  )
}

/** A certificate on one sheet of A4: both languages, both calendars, and the signed code as a QR symbol. */
export function CertificatePaper(props: { id: string }) {
  const opened = useDeskQuery('certificates.get', { id: props.id })
  const authority = useAuthority()
  const certificate = opened.data?.certificate
  usePrintReady(certificate !== undefined && authority !== undefined, certificate?.number)
  if (opened.error !== null) return <DeskErrorNotice error={opened.error} />
  return certificate === undefined || authority === undefined ? null : (
    <Sheet certificate={certificate} authority={authority} />
  )
}
