import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { EvidenceAge } from '#shared/contracts/certificates.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { isStale } from './evidence-bar.tsx'
import { useAgeWords } from './use-verdict-words.ts'
import classes from './verify-log.module.css'

/** What this desk verifies by, and how old it is; violet and dashed when it proves nothing good any more. */
export function EvidenceCard(props: { evidence: ChannelOutput<'certificates.verifications'>['evidence'] }) {
  const { t } = useText()
  const age = useAgeWords()
  const { statusList, trustList, clockTrusted } = props.evidence
  const doubtful = [statusList, trustList].some((list) => isStale(list) || list.ageSeconds === null) || !clockTrusted
  const line = (label: string, list: EvidenceAge) => (
    <div className={classes.evidenceLine}>
      <dt>{label}</dt>
      <dd data-doubt={isStale(list) || list.ageSeconds === null || undefined}>
        {list.ageSeconds === null ? (
          t('certificates.listMissing')
        ) : (
          <Isolated>{t('certificates.ageAgo', { age: age(list.ageSeconds) })}</Isolated>
        )}
      </dd>
    </div>
  )
  return (
    <section
      className={classes.evidence}
      data-doubt={doubtful || undefined}
      aria-label={t('certificates.evidenceHere')}
    >
      <h3 className={classes.evidenceTitle}>{t('certificates.evidenceHere')}</h3>
      <dl>
        {line(t('certificates.statusList'), statusList)}
        {line(t('certificates.trustList'), trustList)}
        <div className={classes.evidenceLine}>
          <dt>{t('certificates.trustedTime')}</dt>
          <dd data-doubt={!clockTrusted || undefined}>
            {clockTrusted ? t('certificates.clockTrusted') : t('certificates.clockBack')}
          </dd>
        </div>
      </dl>
    </section>
  )
}
