import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { applyRevocation, getRevocationAction } from '#shared/domain/certificates/revocation.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import type { RevocationReason } from '#shared/domain/reference/reference-rows.ts'
import type { RevokeCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import {
  closeRevocation,
  findCertificateForUpdate,
  openRevocation,
  updateCertificate,
} from '../../repositories/certificates.ts'
import { findClerk } from '../../repositories/clerks.ts'
import { findStored, type StoredCommand } from '../../repositories/commands.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { insertMail } from '../../repositories/mail.ts'
import { findMember } from '../../repositories/members.ts'
import { readBook } from '../../repositories/reference.ts'
import { recordHash } from '../audit/record-hash.ts'
import type { AuthorityContext } from '../context.ts'
import { refuse, type Settlement } from '../sync/settlement.ts'
import { writeRevocationLetter } from './revocation-letter.ts'
import { signStatusList } from './sign-lists.ts'

/** What the authority knows when it decides on a step; read under locks in the command's transaction. */
interface RevokeFacts {
  readonly clerk: Clerk | undefined
  readonly certificate: Certificate | undefined
  /** The command that this one was built on, when it names one and it has arrived. */
  readonly after: StoredCommand | undefined
  /** The reasons in force on the day of the step. */
  readonly reasons: readonly RevocationReason[]
}

/** The version of the certificate on which the command was made. */
function baseVersionOf({ args, base }: RevokeCommand, after: StoredCommand | undefined): number {
  if ('version' in base) return base.version
  const row = after?.receipt.changed.find(({ table, id }) => table === 'certificates' && id === args.certificateId)
  return row?.version ?? 0
}

/** Whether the database can hold the words of a command: no NUL, no half of a character. */
function isStorable({ args }: RevokeCommand): boolean {
  return [args.remarks, args.reason].every((text) => text.isWellFormed() && !text.includes('\u0000'))
}

type Ruling = Settlement | { readonly outcome: 'allowed'; readonly certificate: Certificate; readonly rebased: boolean }

/**
 * Decides on a step of a revocation, in the order of docs/sync.md. A second person decides on what they saw: when the
 * certificate has moved on since, their step is refused; a proposal only needs the state that its clerk saw. Pure.
 */
export function ruleRevocation(command: RevokeCommand, { clerk, certificate, after, reasons }: RevokeFacts): Ruling {
  const { args, base } = command
  if (!isStorable(command)) return refuse('input/invalid')
  if (!clerk?.active) return refuse('permission/denied', { reason: 'inactive' })
  if ('after' in base) {
    if (!after) return { outcome: 'stop', code: 'sync/dependency-pending' }
    if (after.receipt.outcome !== 'applied') return refuse('sync/dependency', { after: base.after })
  }
  if (!certificate || certificate.memberId !== args.memberId) return refuse('record/not-found')
  const current = may(clerk, 'certificates.read') ? { certificate } : null
  const moved = certificate.version !== baseVersionOf(command, after)
  const { refusal } = getRevocationAction(certificate, clerk, args.step)
  if (refusal !== null && moved) return refuse('sync/conflict', { reason: 'already-decided' }, current)
  if (refusal !== null) return refuse('certificates/action-not-allowed', { reason: refusal }, current)
  if ((args.step !== 'propose' && moved) || args.seen.state !== certificate.state) {
    return refuse('sync/conflict', { reason: 'already-decided' }, current)
  }
  if (args.step === 'propose') {
    if (args.reason === '') return refuse('certificates/reason-required')
    const reason = findCode(reasons, args.reason)
    if (!reason) return refuse('input/invalid', { field: 'reason' })
    if (!reason.active) return refuse('reference/not-in-force', { code: args.reason })
  }
  return { outcome: 'allowed', certificate, rebased: moved }
}

/** Keeps the two names of a revocation where the database compares them. */
async function recordPeople(trx: Db, { args, actor }: RevokeCommand): Promise<void> {
  if (args.step === 'propose') await openRevocation(trx, args.certificateId, actor)
  else await closeRevocation(trx, args.certificateId, { confirmer: actor, declined: args.step === 'decline' })
}

/**
 * Settles a step of a revocation: decides, and makes it true. A confirmation revokes the certificate, signs its status
 * list anew with a grown version and writes to the holder, all in the command's transaction. `at`: the authority's time.
 */
export async function settleRevocation(
  context: AuthorityContext,
  trx: Db,
  command: RevokeCommand,
  at: string,
): Promise<Settlement> {
  const { id, args, base, actor, device } = command
  const clerk = await findClerk(trx, actor)
  const after = 'after' in base ? await findStored(trx, base.after) : undefined
  const found = await findCertificateForUpdate(trx, args.certificateId)
  // A desk whose clock runs ahead does not decide in the future.
  const done = command.madeAt < at ? command.madeAt : at
  const reasons = (await readBook(trx)).inForce('revocation-reasons', riyadhDateOf(done))
  const ruling = ruleRevocation(command, { clerk, certificate: found, after, reasons })
  if (ruling.outcome !== 'allowed') return ruling

  const { certificate, rebased } = ruling
  const taken = applyRevocation(certificate, {
    commandId: id,
    step: args.step,
    by: actor,
    at: done,
    reason: args.reason,
    remarks: args.remarks,
  })
  const next: Certificate = { ...taken, updatedAt: at }
  await recordPeople(trx, command)
  await updateCertificate(trx, next)
  const entries = [entryOf('certificates', next)]
  if (args.step === 'confirm') {
    entries.push(entryOf('evidence_lists', await signStatusList(trx, next.status.uri, at, true)))
    const member = await findMember(trx, next.memberId)
    if (member)
      await insertMail(trx, [writeRevocationLetter(context.config, { certificate: next, member, reasons, at })])
  }
  await appendAudit(trx, {
    at,
    actor,
    device,
    action: `revocation-${args.step}`,
    subject: `certificate:${next.id}`,
    detail: { command: id, version: next.version, state: next.state, reason: next.steps.at(-1)?.reason ?? '' },
    personal: { before: recordHash(certificate), after: recordHash(next) },
  })
  await publish(trx, entries)
  // The list comes with the same pull; a desk that refuses it must not wait for it.
  return { outcome: 'applied', rebased, changed: [{ table: 'certificates', id: next.id, version: next.version }] }
}
