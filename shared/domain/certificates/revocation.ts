import { assertNever } from '../../kernel/assert-never.ts'
import type { Clerk } from '../clerks/clerk.ts'
import { type PolicyRefusal, refusalOf } from '../policy/policy.ts'
import { type Certificate, type RevocationRecord, RevocationStep } from './certificate.ts'

/** Why a step of a revocation is not open to somebody; the screens have a sentence for each. */
export type RevocationRefusal =
  | PolicyRefusal
  /** Nothing was proposed that could be confirmed or declined. */
  | 'state'
  | 'revoked'
  /** It is proposed already and waits for a second person. */
  | 'pending'

type Revoker = Pick<Clerk, 'id' | 'role' | 'branch'>

/** A step that a person may take now, or why not. A refused one is shown disabled, with its reason. */
export interface RevocationAction {
  readonly step: RevocationStep
  readonly refusal: RevocationRefusal | null
}

function refusalFor(
  { state, proposal }: Pick<Certificate, 'state' | 'proposal'>,
  clerk: Revoker,
  step: RevocationStep,
): RevocationRefusal | null {
  if (state === 'revoked') return 'revoked'
  if (step === 'propose') return refusalOf(clerk, 'certificates.revoke') ?? (proposal === null ? null : 'pending')
  if (proposal === null) return 'state'
  return refusalOf(clerk, step === 'confirm' ? 'certificates.confirm' : 'certificates.decline', { first: proposal.by })
}

/**
 * The steps of a revocation at each state, for screen, core and authority: somebody proposes, and a second person
 * confirms or declines. Who may is the policy table's.
 */
export function revocationActions(
  certificate: Pick<Certificate, 'state' | 'proposal'>,
  clerk: Revoker,
): RevocationAction[] {
  return RevocationStep.options.map((step) => ({ step, refusal: refusalFor(certificate, clerk, step) }))
}

/** The action of one step. */
export function getRevocationAction(
  certificate: Pick<Certificate, 'state' | 'proposal'>,
  clerk: Revoker,
  step: RevocationStep,
): RevocationAction {
  return { step, refusal: refusalFor(certificate, clerk, step) }
}

/** The step that a certificate waits for. */
export function nextRevocationStep({ proposal }: Pick<Certificate, 'proposal'>): 'propose' | 'confirm' {
  return proposal === null ? 'propose' : 'confirm'
}

/**
 * The certificate after a step that `revocationActions` allows. Pure: the core shows it as *pending*, the authority makes
 * it true. A confirmation carries the reason that was proposed.
 */
export function applyRevocation(certificate: Certificate, record: RevocationRecord): Certificate {
  const { step, at } = record
  const reason = step === 'propose' ? record.reason : (certificate.proposal?.reason ?? record.reason)
  const taken = { ...record, reason }
  const next: Certificate = {
    ...certificate,
    version: certificate.version + 1,
    steps: [...certificate.steps, taken],
    updatedAt: at,
  }
  switch (step) {
    case 'propose':
      return { ...next, proposal: taken }
    case 'confirm':
      return { ...next, proposal: null, state: 'revoked' }
    case 'decline':
      return { ...next, proposal: null }
    default:
      return assertNever(step)
  }
}
