import { isEmail, normaliseEmail } from '#shared/domain/email-address.ts'
import { baseSnapshot, type Member } from '#shared/domain/members/member.ts'
import { evaluateEmailChange } from '#shared/domain/requests/email-change-rules.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { EmailChangeInput, PortalRequestOutput } from '#shared/protocol/portal.ts'
import type { Db } from '../../db/types.ts'
import { voidApprovals } from '../../repositories/approvals.ts'
import { attachDocuments } from '../../repositories/documents.ts'
import { insertMail, type OutgoingMail } from '../../repositories/mail.ts'
import { findAddressHolder, findMember } from '../../repositories/members.ts'
import { deleteCode, findCode, saveCode } from '../../repositories/portal-codes.ts'
import { readBook } from '../../repositories/reference.ts'
import {
  findOpenRequest,
  findRequestByNumberForUpdate,
  insertRequest,
  updateRequest,
} from '../../repositories/requests.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { writeLetter } from '../letters/write-letter.ts'
import { dueAt } from '../requests/due-at.ts'
import { codeMinutes, isRightCode, makeCode } from './codes.ts'
import { readDocuments } from './read-documents.ts'
import {
  branchOf,
  getOwnRequest,
  getProvenMember,
  type MemberProof,
  recordStep,
  revisionHashOf,
  takeRequestNumber,
} from './submission.ts'

/** The new address in its normal form, if it may be asked for. */
async function getAddress(trx: Db, member: Member, input: EmailChangeInput): Promise<string> {
  const address = normaliseEmail(input.newEmail)
  if (!isEmail(address)) throw new AppError('input/invalid', { field: 'newEmail' })
  if (normaliseEmail(input.newEmailAgain) !== address) throw new AppError('input/invalid', { field: 'newEmailAgain' })
  if (address === normaliseEmail(member.email))
    throw new AppError('input/invalid', { field: 'newEmail', reason: 'same' })
  const holder = await findAddressHolder(trx, address)
  if (holder !== undefined && holder !== member.id) throw new AppError('portal/address-in-use')
  return address
}

/** Letters at submission: the notice to the old address, the code to the new one. Keeps the code. */
async function sendCode(
  context: AuthorityContext,
  trx: Db,
  { member, request, tellOld }: { member: Member; request: Request; tellOld: boolean },
): Promise<void> {
  const now = context.clock.now()
  const at = isoInstant(now)
  const { text, kept } = makeCode(request.id, now)
  await saveCode(trx, kept)
  const letters: OutgoingMail[] = []
  if (tellOld) {
    const template = 'email-change-requested'
    letters.push(writeLetter(context.config, { template, toAddress: member.email, member, request, at }))
  }
  const toAddress = request.proposed.email ?? ''
  const code = { text, minutes: codeMinutes }
  letters.push(writeLetter(context.config, { template: 'verification-code', toAddress, member, request, at, code }))
  await insertMail(trx, letters)
}

/**
 * A member asks for another e-mail address: the request enters the queue, a code goes to the new address and a notice
 * to the old one.
 *
 * @throws {AppError} `input/invalid`, `channel/too-large`, `portal/proof-failed`, `portal/address-in-use`,
 *   `portal/already-open`.
 */
export async function submitEmailChange(
  context: AuthorityContext,
  input: EmailChangeInput,
): Promise<PortalRequestOutput> {
  const documents = readDocuments(input.documents, () => 'email')
  return inTransaction(context.db, async (trx) => {
    const member = await getProvenMember(trx, input)
    const address = await getAddress(trx, member, input)
    if (await findOpenRequest(trx, member.id, 'email-change')) throw new AppError('portal/already-open')
    const now = context.clock.now()
    const at = isoInstant(now)
    const draft: Request = {
      id: context.newId(),
      version: 1,
      number: await takeRequestNumber(trx, now),
      kind: 'email-change',
      state: 'submitted',
      risk: 'high',
      memberId: member.id,
      branch: await branchOf(trx, member),
      assigneeId: null,
      submittedAt: at,
      dueAt: dueAt(await readBook(trx), { kind: 'email-change', submittedAt: at }, at),
      pausedAt: null,
      baseVersion: member.version,
      base: baseSnapshot(member),
      proposed: { email: address },
      fieldStates: {},
      revisionHash: '',
      evidence: documents.map(({ evidence }) => evidence),
      addressProof: { codeSentAt: at, codeEnteredAt: null, oldAddressNotifiedAt: at },
      rulesAtSubmission: [],
      proposal: null,
      decisions: [],
      events: [{ at, kind: 'submitted', by: 'member' }],
      updatedAt: at,
    }
    const request: Request = {
      ...draft,
      revisionHash: revisionHashOf(draft),
      rulesAtSubmission: evaluateEmailChange({ request: draft, member, addressHolder: 'none' }),
    }
    await insertRequest(trx, request)
    await attachDocuments(
      trx,
      request.id,
      documents.map(({ stored }) => stored),
    )
    await sendCode(context, trx, { member, request, tellOld: true })
    return recordStep(trx, request, 'request-submitted')
  })
}

/**
 * A member completes a request that was returned: its content becomes another revision, and its time begins anew. A
 * code is sent when the address is another one or was never proven.
 *
 * @throws {AppError} as `submitEmailChange`; `record/not-found`, `requests/action-not-allowed`.
 */
export async function resubmitEmailChange(
  context: AuthorityContext,
  number: string,
  input: EmailChangeInput,
): Promise<PortalRequestOutput> {
  const documents = readDocuments(input.documents, () => 'email')
  return inTransaction(context.db, async (trx) => {
    const member = await getProvenMember(trx, input)
    const before = await getOwnRequest(trx, number, 'email-change', member)
    if (before.state !== 'returned') throw new AppError('requests/action-not-allowed', { reason: before.state })
    const address = await getAddress(trx, member, input)
    const at = isoInstant(context.clock.now())
    const sameAddress = before.proposed.email === address
    const proven = sameAddress && before.addressProof?.codeEnteredAt != null
    const draft: Request = {
      ...before,
      version: before.version + 1,
      state: 'resubmitted',
      dueAt: dueAt(await readBook(trx), before, at),
      pausedAt: null,
      proposal: null,
      proposed: { email: address },
      evidence: documents.length > 0 ? documents.map(({ evidence }) => evidence) : before.evidence,
      addressProof: proven
        ? before.addressProof
        : {
            codeSentAt: at,
            codeEnteredAt: null,
            oldAddressNotifiedAt: sameAddress ? (before.addressProof?.oldAddressNotifiedAt ?? at) : at,
          },
      events: [...before.events, { at, kind: 'resubmitted', by: 'member' }],
      updatedAt: at,
    }
    const request: Request = {
      ...draft,
      revisionHash: revisionHashOf(draft),
      rulesAtSubmission: evaluateEmailChange({ request: draft, member, addressHolder: 'none' }),
    }
    await voidApprovals(trx, [request.id])
    await updateRequest(trx, request)
    await attachDocuments(
      trx,
      request.id,
      documents.map(({ stored }) => stored),
    )
    if (!proven) {
      const tellOld = !sameAddress || before.addressProof?.oldAddressNotifiedAt == null
      await sendCode(context, trx, { member, request, tellOld })
    }
    return recordStep(trx, request, 'request-resubmitted')
  })
}

/** States in which the new address may still be proven. */
const provable: readonly string[] = ['submitted', 'in-review', 'returned', 'resubmitted']

/**
 * Sends another code to the new address; the one before is void.
 *
 * @throws {AppError} `portal/proof-failed`, `record/not-found`, `requests/action-not-allowed`.
 */
export function sendCodeAgain(
  context: AuthorityContext,
  number: string,
  proof: MemberProof,
): Promise<PortalRequestOutput> {
  return inTransaction(context.db, async (trx) => {
    const member = await getProvenMember(trx, proof)
    const request = await getOwnRequest(trx, number, 'email-change', member)
    if (!provable.includes(request.state) || request.addressProof?.codeEnteredAt != null) {
      throw new AppError('requests/action-not-allowed', { reason: request.state })
    }
    await sendCode(context, trx, { member, request, tellOld: false })
    return { number: request.number, state: request.state }
  })
}

/**
 * The code that was sent to the new address: proves it. A wrong one counts; after five, or ten minutes, only another
 * code helps.
 *
 * @throws {AppError} `portal/code-wrong`, also for a request that is not there.
 */
export async function enterCode(context: AuthorityContext, number: string, code: string): Promise<PortalRequestOutput> {
  // Counted tries are kept, so the refusal comes after the transaction.
  const output = await inTransaction(context.db, async (trx) => {
    const request = await findRequestByNumberForUpdate(trx, number)
    const kept = request && (await findCode(trx, request.id))
    if (!request || !kept || !provable.includes(request.state)) return undefined
    const now = context.clock.now()
    if (!isRightCode(kept, code, now)) {
      await saveCode(trx, { ...kept, tries: kept.tries + 1 })
      return undefined
    }
    await deleteCode(trx, request.id)
    const at = isoInstant(now)
    const member = await findMember(trx, request.memberId)
    const proven: Request = {
      ...request,
      version: request.version + 1,
      addressProof: {
        codeSentAt: request.addressProof?.codeSentAt ?? null,
        oldAddressNotifiedAt: request.addressProof?.oldAddressNotifiedAt ?? null,
        codeEnteredAt: at,
      },
      events: [...request.events, { at, kind: 'code-entered', by: 'member' }],
      updatedAt: at,
    }
    const rules = evaluateEmailChange({ request: proven, member: member ?? null, addressHolder: 'none' })
    const next = { ...proven, rulesAtSubmission: rules }
    await updateRequest(trx, next)
    return recordStep(trx, next, 'code-entered')
  })
  if (!output) throw new AppError('portal/code-wrong')
  return output
}
