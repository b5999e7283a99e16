import { IconFileDownload, IconShieldCheck, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useReleaseOnLeave } from '#renderer/lib/use-release-on-leave.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { PageHead } from '#renderer/ui/page-head.tsx'
import { Pane, Panes } from '#renderer/ui/panes.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import { VerdictSeal } from '#renderer/ui/verdict-seal.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import classes from './certificate-page.module.css'
import { CertificateStateDot } from './certificate-state.tsx'
import { CertifiedFacts } from './certified-facts.tsx'
import { RevocationHistory } from './revocation-history.tsx'
import { RevocationPanel } from './revocation-panel.tsx'
import { useSavePaper } from './save-paper.tsx'
import { useVerify } from './use-verify.ts'

type Opened = ChannelOutput<'certificates.get'>

function Verifications(props: { opened: Opened }) {
  const { t, language } = useText()
  const { verifications, clerks } = props.opened
  if (verifications.length === 0) return <p className={classes.quiet}>{t('certificates.verificationsEmpty')}</p>
  return (
    <ul className={classes.steps}>
      {verifications.map((row) => (
        <li key={row.id} className={classes.step}>
          <span className={classes.verdict}>
            <VerdictSeal verdict={row.verdict} size={20} />
            {t(`certificates.verdict_${row.verdict}`)}
          </span>
          <span className={classes.stepWords}>
            <bdi>{clerks[row.clerkId ?? '']?.[language === 'ar' ? 'nameAr' : 'nameEn'] ?? ''}</bdi>
            <span className={classes.quiet}>{t(`certificates.by_${row.by}`)}</span>
          </span>
          <DualDate at={row.at} withTime single />
        </li>
      ))}
    </ul>
  )
}

function Body(props: { opened: Opened; revoke: boolean }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { opened } = props
  const { certificate, expired, pending } = opened
  const { save, error } = useSavePaper()
  const { verify } = useVerify(({ id }) => void navigate({ to: '/certificates', search: { verification: id } }))
  const verifyNow = () => void verify({ number: certificate.number })
  const openMember = () => void navigate({ to: '/members/$id', params: { id: certificate.memberId } })
  const print = () => save({ page: 'certificate', id: certificate.id })
  useHotkeys([
    { keys: 'KeyV', label: t('certificates.verify'), run: verifyNow },
    { keys: 'KeyO', label: t('certificates.openMember'), run: openMember },
    { keys: 'KeyP', label: t('certificates.printCertificate'), run: print },
  ])
  return (
    <>
      <PageHead
        title={
          <>
            {t(`certificates.kind_${certificate.kind}`)} <Ltr>{certificate.number}</Ltr>
          </>
        }
        note={
          <CertificateStateDot
            certificate={{
              state: certificate.state,
              expired,
              awaitingSecond: certificate.proposal !== null,
              pending: pending.some(({ state }) => state !== 'attention'),
            }}
          />
        }
        actions={
          <>
            <Button keys="KeyO" icon={<IconUser size={17} stroke={1.6} aria-hidden="true" />} onClick={openMember}>
              {t('certificates.openMember')}
            </Button>
            <Button keys="KeyP" icon={<IconFileDownload size={17} stroke={1.6} aria-hidden="true" />} onClick={print}>
              {t('certificates.printCertificate')}
            </Button>
            <Button
              variant="primary"
              keys="KeyV"
              icon={<IconShieldCheck size={17} stroke={1.6} aria-hidden="true" />}
              onClick={verifyNow}
            >
              {t('certificates.verify')}
            </Button>
          </>
        }
      />
      <div className={classes.body}>
        <Panes columns="minmax(0, 1fr) 348px" compact="minmax(0, 1fr) 312px">
          <Pane label={t('certificates.page')} className={classes.main}>
            {error !== undefined && <DeskErrorNotice error={error} />}
            <CertifiedFacts facts={certificate} note={t('certificates.registerSays')} />
            <section className={classes.section}>
              <SectionHead title={t('certificates.history')} />
              <RevocationHistory opened={opened} />
            </section>
            <section className={classes.section}>
              <SectionHead
                title={t('certificates.verifications')}
                {...(opened.verifications.length === 0
                  ? {}
                  : {
                      note: <Isolated>{t('certificates.logCount', { count: opened.verifications.length })}</Isolated>,
                    })}
              />
              <Verifications opened={opened} />
            </section>
          </Pane>
          <Pane
            label={t('certificates.statusPlace')}
            tone="sunk"
            foot={<RevocationPanel opened={opened} begun={props.revoke} />}
          >
            <SectionHead title={t('certificates.statusPlace')} />
            <p className={classes.quiet}>
              <Ltr>{`${certificate.status.uri} · ${certificate.status.index}`}</Ltr>
            </p>
          </Pane>
        </Panes>
      </div>
    </>
  )
}

/** A certificate of the register: what it says, what was done to it, who verified it here, and its revocation. */
export function CertificatePage(props: { id: string; revoke: boolean }) {
  const { t } = useText()
  const opened = useDeskQuery('certificates.get', { id: props.id })
  useReleaseOnLeave(props.id)
  return (
    <div className={classes.screen}>
      {opened.error !== null ? (
        <div className={classes.alone}>
          <h1 className={classes.hidden}>{t('certificates.page')}</h1>
          <DeskErrorNotice error={opened.error} retry={() => void opened.refetch()} />
        </div>
      ) : opened.data === undefined ? (
        <div className={classes.alone} role="status" aria-label={t('certificates.loading')}>
          <SkeletonRows rows={4} columns="84px 1fr 1fr 1fr" count={4} rowHeight={44} />
        </div>
      ) : (
        <Body key={props.id} opened={opened.data} revoke={props.revoke} />
      )}
    </div>
  )
}
