import type { Certificate } from './certificate.ts'
import type { VerifierPorts } from './ports.ts'
import type { Verified } from './verdict.ts'
import { type VerifyInput, verdictWithoutCode, verifyCode } from './verify-code.ts'

/** Whether the code says of the certificate what the register says. */
function agrees({ facts, status }: Verified, certificate: Certificate): boolean {
  if (facts === null || status === null) return false
  const same = [
    'kind',
    'number',
    'nameAr',
    'nameEn',
    'rank',
    'specialty',
    'membershipNo',
    'issuedOn',
    'expiresOn',
  ] as const
  return (
    same.every((key) => facts[key] === certificate[key]) &&
    status.uri === certificate.status.uri &&
    status.index === certificate.status.index
  )
}

/**
 * A verified code of ours against the register's row with its number, where there is one: a code that says something
 * else is *altered*, however well it is signed; and a row that says revoked or suspended counts though the status list
 * does not say so yet. The register never makes a verdict better.
 */
export function againstRegister(
  verified: Verified,
  register: { readonly certificate: Certificate | undefined },
): Verified {
  const { certificate } = register
  if (!certificate || verified.facts === null || verified.proofs.signature !== 'met') return verified
  if (verified.proofs.issuer === 'failed') return verified
  if (!agrees(verified, certificate)) return { ...verified, verdict: 'altered', reason: 'code-differs-from-register' }
  const proofs = { ...verified.proofs, status: 'failed' as const }
  if (certificate.state === 'revoked') return { ...verified, verdict: 'revoked', reason: 'status-revoked', proofs }
  if (certificate.state === 'suspended' && verified.verdict !== 'revoked') {
    return { ...verified, verdict: 'suspended', reason: 'status-suspended', proofs }
  }
  return verified
}

/**
 * The verdict on a number: that of the code which the register keeps for it. `certificate`: the row with this number;
 * `registerComplete`: whether this desk holds the whole directory, so that what is not here does not exist.
 */
export function verifyNumber(
  input: Omit<VerifyInput, 'code' | 'profile'> & {
    readonly certificate: Certificate | undefined
    readonly registerComplete: boolean
  },
  ports: VerifierPorts,
): Verified {
  const { certificate, registerComplete, ...rest } = input
  if (!certificate) {
    return registerComplete
      ? verdictWithoutCode(rest, 'not-found', 'number-unknown')
      : verdictWithoutCode(rest, 'cannot-tell', 'register-not-complete')
  }
  return againstRegister(verifyCode({ ...rest, code: certificate.code, profile: 'mumaris' }, ports), { certificate })
}
