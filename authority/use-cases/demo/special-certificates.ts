import { randomBytes } from 'node:crypto'
import { encodeBase45 } from '#shared/domain/certificates/base45.ts'
import type { Certificate, Verdict } from '#shared/domain/certificates/certificate.ts'
import { bytesOfCode, codePrefix } from '#shared/domain/certificates/certificate-code.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { findCertificate } from '../../repositories/certificates.ts'
import { getRegisterKey } from '../../repositories/register-keys.ts'
import { issuerOf, signCertificate } from '../certificates/issue-certificate.ts'
import { makeKey } from '../certificates/make-keys.ts'
import type { AuthorityContext } from '../context.ts'

/** A certificate that shows one verdict. `code` null: there is only a number. */
export interface SpecialCertificate {
  readonly verdict: Verdict
  readonly number: string
  readonly code: string | null
}

/** Certificates of the first members of every demo register. */
const ids = {
  valid: 'certificate-0000001',
  expired: 'certificate-0000002',
  suspended: 'certificate-0000003',
  revoked: 'certificate-0000004',
} as const

/** The code with one letter of the holder's name changed, in bytes that are signed. */
function altered({ code, nameEn }: Certificate): string {
  const bytes = Buffer.from(bytesOfCode(code, codePrefix))
  const at = bytes.indexOf(nameEn, 0, 'utf8')
  bytes.write(nameEn.startsWith('A') ? 'E' : 'A', at, 'utf8')
  return codePrefix + encodeBase45(new Uint8Array(bytes))
}

/** A certificate for each verdict, for guides, specs and people who try the desk. Demo mode only. */
export async function listSpecialCertificates(
  context: Pick<AuthorityContext, 'config' | 'db'>,
): Promise<{ certificates: SpecialCertificate[] }> {
  const { config, db } = context
  if (!config.demo) throw new AppError('session/demo-only')
  const certificates: SpecialCertificate[] = []
  for (const verdict of ['valid', 'expired', 'suspended', 'revoked'] as const) {
    const found = await findCertificate(db, ids[verdict])
    if (found) certificates.push({ verdict, number: found.number, code: found.code })
  }
  const valid = await findCertificate(db, ids.valid)
  if (valid) {
    const issuer = issuerOf(config)
    const by = { issuer, issuedAt: `${valid.issuedOn}T08:00:00.000Z`, id: new Uint8Array(randomBytes(8)) }
    const { number } = valid
    const stranger = signCertificate(valid, { ...by, key: makeKey('issuer') })
    // In a status list that no desk has.
    const unlisted = {
      ...valid,
      status: { uri: 'urn:mumaris:status:999', index: 0 },
      number: `${number.slice(0, 5)}9999998`,
    }
    const untold = signCertificate(unlisted, { ...by, key: await getRegisterKey(db, 'issuer') })
    certificates.push({ verdict: 'altered', number, code: altered(valid) })
    certificates.push({ verdict: 'unknown-issuer', number, code: stranger.code })
    certificates.push({ verdict: 'cannot-tell', number: untold.number, code: untold.code })
  }
  certificates.push({ verdict: 'not-found', number: '26-C-9999999', code: null })
  return { certificates }
}
