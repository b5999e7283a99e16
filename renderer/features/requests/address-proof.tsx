import { useText } from '#renderer/lib/use-text.ts'
import { RuleMark, type RuleOutcome } from '#renderer/ui/rules-table.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { AddressProof } from '#shared/domain/requests/request.ts'
import classes from './review.module.css'
import { When } from './when.tsx'

interface ProofLine {
  readonly outcome: RuleOutcome
  readonly key:
    | 'requests.proofCode'
    | 'requests.proofCodeWaiting'
    | 'requests.proofCodeMissing'
    | 'requests.proofNotice'
    | 'requests.proofNoticeMissing'
  readonly at: string | null
}

/** What is known of the proof of a new address, as lines that are met or need attention. */
function proofLines(proof: AddressProof): ProofLine[] {
  const { codeSentAt, codeEnteredAt, oldAddressNotifiedAt } = proof
  const code: ProofLine =
    codeEnteredAt !== null
      ? { outcome: 'met', key: 'requests.proofCode', at: codeEnteredAt }
      : codeSentAt !== null
        ? { outcome: 'attention', key: 'requests.proofCodeWaiting', at: codeSentAt }
        : { outcome: 'attention', key: 'requests.proofCodeMissing', at: null }
  const notice: ProofLine =
    oldAddressNotifiedAt !== null
      ? { outcome: 'met', key: 'requests.proofNotice', at: oldAddressNotifiedAt }
      : { outcome: 'attention', key: 'requests.proofNoticeMissing', at: null }
  return [code, notice]
}

/** How the new address was proven, and whether the old one was told. */
export function AddressProofSection(props: { proof: AddressProof }) {
  const { t } = useText()
  return (
    <section className={classes.section}>
      <SectionHead title={t('requests.proofTitle')} />
      <ul className={classes.lines}>
        {proofLines(props.proof).map((line) => (
          <li key={line.key} className={classes.line}>
            <RuleMark outcome={line.outcome} />
            <span className={classes.lineText}>{t(line.key)}</span>
            {line.at !== null && <When at={line.at} className={classes.lineWhen} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
