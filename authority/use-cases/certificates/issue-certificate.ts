import { randomBytes } from 'node:crypto'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { writeCode } from '#shared/domain/certificates/certificate-code.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import type { Config } from '../../config.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { insertCertificate, nextCertificateNumber } from '../../repositories/certificates.ts'
import { findListForUpdate } from '../../repositories/evidence-lists.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { getRegisterKey, type RegisterKey } from '../../repositories/register-keys.ts'
import type { AuthorityContext } from '../context.ts'
import { signStatusList, statusPlaceOf } from './sign-lists.ts'
import { signerOf } from './signer.ts'

/** Who issues, as the code says it: the host of the members' portal. */
export function issuerOf({ portalUrl }: Pick<Config, 'portalUrl'>): string {
  return new URL(portalUrl).host
}

/** A certificate's number: year of issue, `C`, running number. */
export function certificateNumberOf(running: number, issuedOn: string): string {
  return `${issuedOn.slice(2, 4)}-C-${String(running).padStart(7, '0')}`
}

/** Signs a certificate whose facts are settled. `id`: bytes that no other code has. */
export function signCertificate(
  certificate: Omit<Certificate, 'code'>,
  by: { readonly key: RegisterKey; readonly issuer: string; readonly issuedAt: string; readonly id: Uint8Array },
): Certificate {
  const { key, issuer, issuedAt, id } = by
  return { ...certificate, code: writeCode(certificate, { issuer, issuedAt, id, kid: key.kid }, signerOf(key)) }
}

/** A new certificate in force, of a member as they stand now; not signed yet. `running`: its number in the series. */
export function certificateOf(
  member: Member,
  facts: Pick<Certificate, 'id' | 'kind' | 'issuedOn' | 'expiresOn'> & {
    readonly running: number
    readonly at: string
  },
): Omit<Certificate, 'code'> {
  const { running, at, ...rest } = facts
  return {
    ...rest,
    version: 1,
    number: certificateNumberOf(running, rest.issuedOn),
    state: 'in-force',
    memberId: member.id,
    membershipNo: member.membershipNo,
    nameAr: fullName(member.nameAr),
    nameEn: fullName(member.nameEn),
    rank: member.rank,
    specialty: member.specialty,
    status: statusPlaceOf(running),
    proposal: null,
    steps: [],
    updatedAt: at,
  }
}

/** What is to be certified of a member. `actor`: a clerk's id or `system`. */
export interface IssueOrder {
  readonly member: Member
  readonly kind: Certificate['kind']
  /** Last day in force; null: without end. */
  readonly expiresOn: string | null
  readonly actor: string
  /** ISO instant. */
  readonly at: string
}

/**
 * Issues a certificate: number, place in the status list, signed code, register row, feed and audit, in the caller's
 * transaction. The holder is certified as they stand now.
 */
export async function issueCertificate(
  { config, newId }: Pick<AuthorityContext, 'config' | 'newId'>,
  trx: Db,
  { member, kind, expiresOn, actor, at }: IssueOrder,
): Promise<Certificate> {
  const running = await nextCertificateNumber(trx)
  const issuedOn = riyadhDateOf(at)
  const certificate = signCertificate(certificateOf(member, { id: newId(), running, kind, issuedOn, expiresOn, at }), {
    key: await getRegisterKey(trx, 'issuer'),
    issuer: issuerOf(config),
    issuedAt: at,
    id: new Uint8Array(randomBytes(8)),
  })
  await insertCertificate(trx, certificate)
  const entries = [entryOf('certificates', certificate)]
  // A list holds all its entries from the beginning, as in force; only the first of a new list must open it.
  if (!(await findListForUpdate(trx, certificate.status.uri))) {
    entries.push(entryOf('evidence_lists', await signStatusList(trx, certificate.status.uri, at, true)))
  }
  await appendAudit(trx, {
    at,
    actor,
    action: 'certificate-issued',
    subject: `certificate:${certificate.id}`,
    detail: { kind, number: certificate.number },
  })
  await publish(trx, entries)
  return certificate
}
