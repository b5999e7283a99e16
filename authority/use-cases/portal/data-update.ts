import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { baseSnapshot, type FieldValues, type Member, MemberField } from '#shared/domain/members/member.ts'
import { riskOf } from '#shared/domain/reference/services.ts'
import { evaluateDataUpdate, fieldsOnIdCard } from '#shared/domain/requests/data-update-rules.ts'
import { fieldStateOf, fieldsThatAre, openFieldStates } from '#shared/domain/requests/field-decisions.ts'
import { checkFieldValue } from '#shared/domain/requests/field-value.ts'
import { changedFields, type Evidence, type Request } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { DataUpdateInput, PortalRequestOutput } from '#shared/protocol/portal.ts'
import type { Db } from '../../db/types.ts'
import { voidApprovals } from '../../repositories/approvals.ts'
import { attachDocuments } from '../../repositories/documents.ts'
import { insertMail } from '../../repositories/mail.ts'
import { findIdHolder } from '../../repositories/members.ts'
import { readBook } from '../../repositories/reference.ts'
import { findOpenRequest, insertRequest, updateRequest } from '../../repositories/requests.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { writeLetter } from '../letters/write-letter.ts'
import { dueAt } from '../requests/due-at.ts'
import { type ReceivedDocument, readDocuments } from './read-documents.ts'
import {
  branchOf,
  getOwnRequest,
  getProvenMember,
  recordStep,
  revisionHashOf,
  takeRequestNumber,
} from './submission.ts'

/** The values that are asked for, in their normal form; one that is no value of its field, or no change, is refused. */
function getValues(fields: DataUpdateInput['fields'], current: FieldValues): FieldValues {
  const asked = MemberField.options.filter((field) => field in fields)
  return Object.fromEntries(
    asked.map((field) => {
      const check = checkFieldValue(field, fields[field as keyof typeof fields] ?? '')
      if (!check.ok) throw new AppError('input/invalid', { field: `fields.${field}` })
      if (check.value === current[field])
        throw new AppError('input/invalid', { field: `fields.${field}`, reason: 'same' })
      return [field, check.value]
    }),
  )
}

/** The field that a document is handed in for, as its kind tells: an identity card for the first one that it bears. */
function provesOf(proposed: readonly MemberField[]): (kind: Evidence['kind']) => MemberField | null {
  return (kind) => {
    const bears = kind === 'id-card' ? fieldsOnIdCard : kind === 'employer-letter' ? (['employer'] as const) : []
    return proposed.find((field) => bears.some((other) => other === field)) ?? null
  }
}

/** Binds the content to its hash and evaluates the rules as of now. */
async function sealed(trx: Db, draft: Request, member: Member): Promise<Request> {
  const { idNo } = draft.proposed
  const idHolder = idNo ? ((await findIdHolder(trx, idNo, member.id)) ?? 'none') : null
  return {
    ...draft,
    revisionHash: revisionHashOf(draft),
    rulesAtSubmission: evaluateDataUpdate({ request: draft, member, idHolder }),
  }
}

const storedOf = (documents: readonly ReceivedDocument[]) => documents.map(({ stored }) => stored)
const evidenceOf = (documents: readonly ReceivedDocument[]) => documents.map(({ evidence }) => evidence)

/**
 * A member asks for other personal data, several fields at once: the request enters the queue with every field open, and
 * a notice goes to the member's address. One such request at a time.
 *
 * @throws {AppError} `input/invalid` (with the field; `reason: same` for one that would not change), `channel/too-large`,
 *   `portal/proof-failed`, `portal/already-open`.
 */
export async function submitDataUpdate(
  context: AuthorityContext,
  input: DataUpdateInput,
): Promise<PortalRequestOutput> {
  return inTransaction(context.db, async (trx) => {
    const member = await getProvenMember(trx, input)
    const base = baseSnapshot(member)
    const proposed = getValues(input.fields, base)
    const fields = changedFields({ base, proposed })
    const documents = readDocuments(input.documents, provesOf(fields))
    if (await findOpenRequest(trx, member.id, 'data-update')) throw new AppError('portal/already-open')
    const now = context.clock.now()
    const at = isoInstant(now)
    const today = riyadhDateOf(now)
    const book = await readBook(trx)
    const draft: Request = {
      id: context.newId(),
      version: 1,
      number: await takeRequestNumber(trx, now),
      kind: 'data-update',
      state: 'submitted',
      risk: riskOf(book, 'data-update', proposed, today),
      memberId: member.id,
      branch: await branchOf(trx, member),
      assigneeId: null,
      submittedAt: at,
      dueAt: dueAt(book, { kind: 'data-update', submittedAt: at }, at),
      pausedAt: null,
      baseVersion: member.version,
      base,
      proposed,
      fieldStates: openFieldStates(book, fields, today),
      revisionHash: '',
      evidence: evidenceOf(documents),
      addressProof: null,
      rulesAtSubmission: [],
      proposal: null,
      decisions: [],
      events: [{ at, kind: 'submitted', by: 'member' }],
      updatedAt: at,
    }
    const request = await sealed(trx, draft, member)
    await insertRequest(trx, request)
    await attachDocuments(trx, request.id, storedOf(documents))
    const template = 'data-update-requested'
    await insertMail(trx, [writeLetter(context.config, { template, toAddress: member.email, member, request, at })])
    return recordStep(trx, request, 'request-submitted')
  })
}

/**
 * A member completes a request that was returned: the named fields with other values, the other returned ones as they
 * were; documents that are handed in join those before. What is decided already stays decided. Another revision, whose
 * time begins anew.
 *
 * @throws {AppError} as `submitDataUpdate`; `record/not-found`, `requests/action-not-allowed` (it was not returned);
 *   `input/invalid` with `reason: decided` for a field that is not the member's to change any more.
 */
export async function resubmitDataUpdate(
  context: AuthorityContext,
  number: string,
  input: DataUpdateInput,
): Promise<PortalRequestOutput> {
  return inTransaction(context.db, async (trx) => {
    const member = await getProvenMember(trx, input)
    const before = await getOwnRequest(trx, number, 'data-update', member)
    if (before.state !== 'returned') throw new AppError('requests/action-not-allowed', { reason: before.state })
    const again = fieldsThatAre(before, 'returned', 'open')
    for (const field of MemberField.options) {
      if (!(field in input.fields) || again.includes(field)) continue
      throw new AppError('input/invalid', { field: `fields.${field}`, reason: 'decided' })
    }
    const proposed = { ...before.proposed, ...getValues(input.fields, before.base) }
    const documents = readDocuments(input.documents, provesOf(again))
    const at = isoInstant(context.clock.now())
    const book = await readBook(trx)
    const hashes = new Set(documents.map(({ evidence }) => evidence.hash))
    const draft: Request = {
      ...before,
      version: before.version + 1,
      state: 'resubmitted',
      dueAt: dueAt(book, before, at),
      pausedAt: null,
      proposal: null,
      proposed,
      fieldStates: {
        ...Object.fromEntries(changedFields(before).map((field) => [field, fieldStateOf(before, field)])),
        ...openFieldStates(book, again, riyadhDateOf(before.submittedAt)),
      },
      evidence: [...before.evidence.filter(({ hash }) => !hashes.has(hash)), ...evidenceOf(documents)],
      events: [...before.events, { at, kind: 'resubmitted', by: 'member' }],
      updatedAt: at,
    }
    const request = await sealed(trx, draft, member)
    await voidApprovals(trx, [request.id])
    await updateRequest(trx, request)
    await attachDocuments(trx, request.id, storedOf(documents))
    return recordStep(trx, request, 'request-resubmitted')
  })
}
