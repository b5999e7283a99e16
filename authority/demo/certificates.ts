/** Two certificates for every demo member, signed with the demo register's issuer key; made from the seed and the index. */
import { createHash } from 'node:crypto'
import { addDays, addMonths, type CalendarDate, calendarDate } from '#shared/domain/calendar.ts'
import type { Certificate, CertificateKind, RevocationRecord } from '#shared/domain/certificates/certificate.ts'
import { applyRevocation } from '#shared/domain/certificates/revocation.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import type { RevocationPeople } from '../repositories/certificates.ts'
import type { RegisterKey } from '../repositories/register-keys.ts'
import { certificateOf, issuerOf, signCertificate } from '../use-cases/certificates/issue-certificate.ts'
import { Random } from './prng.ts'

export const certificatesEach = 2

export interface DemoCertificateOptions {
  readonly seed: string
  /** The demo's day. */
  readonly today: CalendarDate
  /** The issuer key of the demo register. */
  readonly key: RegisterKey
}

/** What a certificate is to be; the rest follows from its member and its running number. */
interface Plan {
  readonly kind: CertificateKind
  readonly issuedOn: CalendarDate
  readonly expiresOn: CalendarDate | null
  readonly standing: 'in-force' | 'suspended' | 'revoked' | 'proposed'
  readonly reason?: string
}

const proposer = 'riyadh-clerk-1'
const confirmer = 'riyadh-supervisor-1'
const issuer = issuerOf({ portalUrl: 'https://plus.example.sa' })

function standingOf({ state }: Member): Plan['standing'] {
  return state === 'suspended' || state === 'revoked' ? state : 'in-force'
}

function firstPlan(random: Random, member: Member, today: CalendarDate): Plan {
  const standing = standingOf(member)
  const held = member.classifications.at(-1)
  if (held && !random.chance(0.05))
    return { kind: 'classification', issuedOn: calendarDate(held.from), expiresOn: null, standing }
  const issuedOn = addDays(today, -random.int(20, 500))
  return { kind: 'training-letter', issuedOn, expiresOn: addMonths(issuedOn, 12), standing }
}

function secondPlan(random: Random, member: Member, today: CalendarDate): Plan {
  const standing = standingOf(member)
  const registration = member.registrations.at(-1)
  if (!registration) {
    return { kind: 'recognised-course', issuedOn: addDays(today, -random.int(20, 900)), expiresOn: null, standing }
  }
  // A certificate of good standing is not given to somebody whose registration does not stand.
  if (standing === 'in-force' && random.chance(0.3)) {
    const issuedOn = addDays(today, -random.int(3, 300))
    return { kind: 'good-standing', issuedOn, expiresOn: addMonths(issuedOn, 6), standing }
  }
  const { issuedOn, expiresOn } = registration
  return { kind: 'registration', issuedOn: calendarDate(issuedOn), expiresOn: calendarDate(expiresOn), standing }
}

/**
 * The first members hold one certificate of each standing, whatever the seed: valid and expired; suspended and revoked
 * (registered twice by mistake); and one whose revocation waits for a second person.
 */
function specialPlans(member: Member, index: number, today: CalendarDate, plans: [Plan, Plan]): [Plan, Plan] {
  const registration = member.registrations.at(-1)
  const registered = {
    kind: 'registration' as const,
    issuedOn: calendarDate(registration?.issuedOn ?? addMonths(today, -12)),
    expiresOn: calendarDate(registration?.expiresOn ?? addMonths(today, 12)),
  }
  if (index === 0) {
    const issuedOn = addMonths(today, -14)
    const lapsed = { kind: 'good-standing' as const, issuedOn, expiresOn: addMonths(issuedOn, 6) }
    return [
      { ...registered, standing: 'in-force' },
      { ...lapsed, standing: 'in-force' },
    ]
  }
  if (index === 1) {
    return [
      { ...plans[0], standing: 'suspended' },
      { ...registered, standing: 'revoked', reason: 'REV-ISSUED-IN-ERROR' },
    ]
  }
  if (index === 2) return [{ ...plans[0], standing: 'proposed', reason: 'REV-FAKE-QUALIFICATION' }, plans[1]]
  return plans
}

function step(over: Pick<RevocationRecord, 'step' | 'by' | 'at' | 'reason'>): RevocationRecord {
  return { commandId: null, remarks: '', ...over }
}

/** The certificate with what two people have done to it by now. */
function withStanding(certificate: Certificate, plan: Plan, random: Random, today: CalendarDate): Certificate {
  const reason = plan.reason ?? random.pick(shippedBook.inForce('revocation-reasons', today)).code
  const proposedOn = addDays(today, -random.int(2, 60))
  const proposedAt = `${proposedOn < certificate.issuedOn ? addDays(today, -1) : proposedOn}T08:10:00.000Z`
  switch (plan.standing) {
    case 'in-force':
      return certificate
    case 'suspended':
      return { ...certificate, version: 2, state: 'suspended', updatedAt: proposedAt }
    case 'proposed':
      return applyRevocation(certificate, step({ step: 'propose', by: proposer, at: proposedAt, reason }))
    case 'revoked': {
      const proposed = applyRevocation(certificate, step({ step: 'propose', by: proposer, at: proposedAt, reason }))
      const at = proposedAt.replace('T08:', 'T09:')
      return applyRevocation(proposed, step({ step: 'confirm', by: confirmer, at, reason }))
    }
  }
}

/** The two certificates of the member at an index of the demo register. */
export function demoCertificatesOf(
  { seed, today, key }: DemoCertificateOptions,
  member: Member,
  index: number,
): Certificate[] {
  const random = new Random(`${seed}/certificates`, index)
  const drawn: [Plan, Plan] = [firstPlan(random, member, today), secondPlan(random, member, today)]
  return specialPlans(member, index, today, drawn).map((plan, place) => {
    const running = index * certificatesEach + place + 1
    const issuedAt = `${plan.issuedOn}T08:00:00.000Z`
    const certificate = signCertificate(
      certificateOf(member, {
        id: `certificate-${String(running).padStart(7, '0')}`,
        running,
        kind: plan.kind,
        issuedOn: plan.issuedOn,
        expiresOn: plan.expiresOn,
        at: issuedAt,
      }),
      {
        key,
        issuer,
        issuedAt,
        id: new Uint8Array(createHash('sha256').update(`${seed}/${running}`).digest().subarray(0, 8)),
      },
    )
    return withStanding(certificate, plan, random, today)
  })
}

/** The two people of a revocation, or the first of them, as the database keeps them. */
export function revocationOf({ id, state, proposal, steps }: Certificate): RevocationPeople[] {
  if (proposal) return [{ certificateId: id, proposer: proposal.by, confirmer: null }]
  const [first, second] = steps
  return state === 'revoked' && first && second ? [{ certificateId: id, proposer: first.by, confirmer: second.by }] : []
}
