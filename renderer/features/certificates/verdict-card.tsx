import { VisuallyHidden } from '@mantine/core'
import { IconBuildingBank, IconCheck, IconClockShield, IconListCheck, IconSignature, IconX } from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { VerdictSeal, verdictTones } from '#renderer/ui/verdict-seal.tsx'
import type { Verification } from '#shared/contracts/certificates.ts'
import type { Proof } from '#shared/domain/certificates/certificate.ts'
import { EvidenceBar } from './evidence-bar.tsx'
import { useVerdictWords } from './use-verdict-words.ts'
import classes from './verdict-card.module.css'

const proofNames = ['signature', 'issuer', 'status', 'clock'] as const
const glyphs = { signature: IconSignature, issuer: IconBuildingBank, status: IconListCheck, clock: IconClockShield }
const outcomes = { met: IconCheck, failed: IconX }

function ProofCell(props: { name: (typeof proofNames)[number]; proof: Proof }) {
  const { t, direction } = useText()
  const { name, proof } = props
  const Glyph = glyphs[name]
  const Outcome = proof === 'unknown' ? undefined : outcomes[proof]
  return (
    <li className={classes.proof}>
      <Glyph size={18} stroke={1.6} aria-hidden="true" className={classes.proofGlyph} />
      <span className={classes.proofWords}>
        <span className={classes.proofName}>
          {t(`certificates.proof_${name}`)}
          <span className={classes.outcome} data-proof={proof}>
            {Outcome === undefined ? (
              <span aria-hidden="true">{direction === 'rtl' ? '؟' : '?'}</span>
            ) : (
              <Outcome size={12} stroke={3} aria-hidden="true" />
            )}
            <VisuallyHidden>{t(`certificates.outcome_${proof}`)}</VisuallyHidden>
          </span>
        </span>
        <span className={classes.proofNote}>
          {proof === 'unknown' ? t('certificates.proof_unknown') : t(`certificates.proof_${name}_${proof}`)}
        </span>
      </span>
    </li>
  )
}

/** The verdict: one large word, one sentence, why, what it rests on, and how old that is against its limit. */
export function VerdictCard(props: { verification: Verification }) {
  const { t } = useText()
  const { says, why } = useVerdictWords()
  const { verification } = props
  const { verdict, reason, proofs, statusList, trustList } = verification
  return (
    <article className={classes.card} data-tone={verdictTones[verdict]} data-verdict={verdict}>
      <div className={classes.head}>
        <VerdictSeal verdict={verdict} size={108} halo />
        <div className={classes.words}>
          <h2 className={classes.verdict}>{t(`certificates.verdict_${verdict}`)}</h2>
          <p className={classes.sentence}>
            <Isolated>{says(verification)}</Isolated>
          </p>
          <p className={classes.why}>
            <Isolated>{why(verification)}</Isolated>
          </p>
        </div>
        <span className={classes.tag}>
          <Ltr>{reason.toUpperCase()}</Ltr>
        </span>
      </div>
      <ul className={classes.proofs} aria-label={t('certificates.proofs')}>
        {proofNames.map((name) => (
          <ProofCell key={name} name={name} proof={proofs[name]} />
        ))}
      </ul>
      <section className={classes.ages} aria-label={t('certificates.evidence')}>
        <EvidenceBar label={t('certificates.statusList')} age={statusList} unasked={verification.facts === null} />
        <EvidenceBar label={t('certificates.trustList')} age={trustList} />
      </section>
    </article>
  )
}
