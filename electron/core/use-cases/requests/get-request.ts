import { findAttachment } from '#core/repositories/attachments.ts'
import { findClerkNames } from '#core/repositories/clerks.ts'
import { listKept } from '#core/repositories/documents.ts'
import { findLookAlikes } from '#core/repositories/members.ts'
import { hasDependent, listOfSubject, type OutboxEntry } from '#core/repositories/outbox.ts'
import { findRequestNow, type RequestNow } from '#core/repositories/overlay.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { baseSnapshot, fullName, type Member, type MemberField } from '#shared/domain/members/member.ts'
import { foldArabic } from '#shared/domain/name-key.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { movedSinceSnapshot } from '#shared/domain/requests/conflict.ts'
import { fieldStateOf, isByField } from '#shared/domain/requests/field-decisions.ts'
import {
  changedFields,
  type DecisionRecord,
  type FieldDecisions,
  type FieldState,
  type Request,
} from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ReadContext, WriteContext } from '../desk-context.ts'
import { mayHaveArrived } from '../outbox/take-back.ts'
import { actionsFor, evaluateRules, findSeenMember } from './request-rules.ts'

type Review = ChannelOutput<'requests.get'>

/** Whether the request's own effect on a field stands in the register. */
function isDone(request: Request, field: MemberField): boolean {
  return isByField(request) ? fieldStateOf(request, field).state === 'applied' : request.state === 'completed'
}

function movedFields(request: Request, member: Member | null): Review['moved'] {
  if (!member) return []
  const current = baseSnapshot(member)
  return movedSinceSnapshot(request.base, current)
    .filter((field) => !isDone(request, field) || current[field] !== request.proposed[field])
    .map((field) => ({ field, base: request.base[field] ?? null, current: current[field] ?? null }))
}

function duplicatesOf({ store }: ReadContext, request: Request, member: Member | null): Review['duplicates'] {
  if (!member) return []
  const emails = [member.email, request.proposed.email ?? ''].filter(Boolean).map(normaliseEmail)
  const name = foldArabic(fullName(member.nameAr))
  return findLookAlikes(store, member, request.proposed.email ?? undefined).map((other) => {
    const same = {
      name: foldArabic(fullName(other.nameAr)) === name,
      birthDate: other.birthDate === member.birthDate,
      mobile: other.mobile !== '' && other.mobile === member.mobile,
      email: emails.includes(normaliseEmail(other.email)),
      idNo: other.idNo === member.idNo,
    }
    return {
      memberId: other.id,
      membershipNo: other.membershipNo,
      nameAr: fullName(other.nameAr),
      nameEn: fullName(other.nameEn),
      same: (['name', 'birthDate', 'mobile', 'email', 'idNo'] as const).filter((fact) => same[fact]),
    }
  })
}

function pendingState(entry: OutboxEntry, now: number): Review['pending'][number]['state'] {
  if (entry.state === 'parked' || entry.state === 'refused') return 'attention'
  if (entry.state === 'held') return (entry.notBefore ?? 0) > now ? 'held' : 'waiting'
  return entry.state === 'waiting' && entry.attemptedAt === null ? 'waiting' : 'sent'
}

/** Commands that stand on the request: those whose effect shows, and the clerk's own that came back. */
function pendingDecisions(
  { store, clock }: ReadContext,
  clerk: Clerk,
  entries: readonly OutboxEntry[],
  now: RequestNow,
) {
  const at = clock.now()
  return entries
    .flatMap((entry) =>
      entry.kind === 'request.decide' && entry.decided.kind === 'request.decide'
        ? [{ entry, args: entry.decided.args }]
        : [],
    )
    .filter(
      ({ entry }) => now.pendingCommands.includes(entry.id) || (entry.state === 'refused' && entry.actor === clerk.id),
    )
    .map(({ entry, args: { decision, step } }): Review['pending'][number] => {
      const state = pendingState(entry, at)
      return {
        commandId: entry.id,
        decision,
        step,
        by: entry.actor,
        madeAt: entry.madeAt,
        state,
        heldUntil: state === 'held' && entry.notBefore !== null ? isoInstant(entry.notBefore) : null,
        canUndo:
          entry.actor === clerk.id &&
          entry.receiptedAt === null &&
          !mayHaveArrived(entry) &&
          !hasDependent(store, entry.id),
      }
    })
}

const silent = <Said extends { remarks: string }>(said: Said): Said => ({ ...said, remarks: '' })

type Shown = Review['evidence'][number]

/** What was handed in with a request, and what clerks attached to decisions on it, each document once. */
function documentsOf(request: Request): Omit<Shown, 'here'>[] {
  const records = [...request.decisions, ...(request.proposal ? [request.proposal] : [])]
  const attached = records.flatMap(({ by, attachments = [] }) =>
    attachments.map(({ name, ...document }) => ({
      ...document,
      kind: 'other' as const,
      fileName: name,
      proves: null,
      attachedBy: by,
    })),
  )
  const all = [...request.evidence.map((document) => ({ ...document, attachedBy: null })), ...attached]
  return [...new Map(all.toReversed().map((document) => [document.hash, document])).values()].toReversed()
}

/** Remarks of a decision that is still in the outbox are its clerk's own, those of each field too. */
function withoutOthersRemarks(now: RequestNow, clerk: Clerk): Request {
  const { request, pulled } = now
  const hide = (record: DecisionRecord): DecisionRecord => {
    const isPending = record.commandId !== null && now.pendingCommands.includes(record.commandId)
    if (!isPending || record.by === clerk.id) return record
    const { fields, attachments: _, ...whole } = silent(record)
    if (fields === undefined) return whole
    const quiet = Object.entries(fields).map(([field, made]) => [field, silent(made)])
    return { ...whole, fields: Object.fromEntries(quiet) as FieldDecisions }
  }
  const hideField = (field: string, state: FieldState): FieldState => {
    const said = pulled.fieldStates[field as MemberField]
    const isPending = said?.at !== state.at || said.by !== state.by || said.state !== state.state
    return isPending && state.by !== clerk.id ? silent(state) : state
  }
  return {
    ...request,
    proposal: request.proposal && hide(request.proposal),
    decisions: request.decisions.map(hide),
    fieldStates: Object.fromEntries(
      Object.entries(request.fieldStates).map(([field, state]) => [field, hideField(field, state)]),
    ),
  }
}

/** Everything that the review screen shows of a request, for the clerk at the screen. */
export function getRequest(
  context: ReadContext,
  clerk: Clerk,
  { id }: ParsedInput<'requests.get'>,
): ChannelOutput<'requests.get'> {
  const { store } = context
  return store.snapshot(() => {
    const now = findRequestNow(store, id)
    if (!now || !may(clerk, 'requests.read', { branch: now.request.branch })) throw new AppError('record/not-found')
    const request = withoutOthersRemarks(now, clerk)
    const { member } = findSeenMember(store, request.memberId)
    const entries = listOfSubject(store, 'requests', id)
    const rulesNow = evaluateRules(store, request, member)
    const book = referenceBook(store)
    const submitted = riyadhDateOf(request.submittedAt)
    const documents = documentsOf(request)
    const kept = listKept(
      store,
      documents.map(({ hash }) => hash),
    )
    const pending = pendingDecisions(context, clerk, entries, now)
    const people = [
      request.assigneeId,
      request.proposal?.by,
      ...request.decisions.map(({ by }) => by),
      ...Object.values(request.fieldStates).map(({ by }) => by),
      ...request.events.map(({ by }) => by),
      ...pending.map(({ by }) => by),
    ].filter((person) => person !== null && person !== undefined)
    return {
      request,
      memberId: request.memberId,
      revisionHash: request.revisionHash,
      base: request.base,
      proposed: request.proposed,
      member,
      changes: changedFields(request).map((field) => ({
        field,
        base: request.base[field] ?? null,
        proposed: request.proposed[field] ?? null,
        risk: isByField(request) ? fieldStateOf(request, field).risk : book.riskOf(field, submitted),
        state: isByField(request) ? fieldStateOf(request, field) : null,
      })),
      moved: movedFields(request, member),
      evidence: documents.map((document) => ({ ...document, here: kept.has(document.hash) })),
      rulesNow,
      duplicates: duplicatesOf(context, request, member),
      actions: actionsFor(now, clerk, rulesNow, entries),
      pending,
      clerks: findClerkNames(store, people),
    }
  })
}

/** What a document is called and what it is, when the request names it and the clerk may see the request. */
export function getEvidence(
  { store }: ReadContext | WriteContext,
  clerk: Clerk,
  { requestId, hash }: ParsedInput<'requests.document'>,
): Pick<ChannelOutput<'requests.document'>, 'mediaType' | 'fileName'> {
  const now = findRequestNow(store, requestId)
  if (!now || !may(clerk, 'requests.read', { branch: now.request.branch })) throw new AppError('record/not-found')
  const document = documentsOf(withoutOthersRemarks(now, clerk)).find((candidate) => candidate.hash === hash)
  if (document) return { mediaType: document.mediaType, fileName: document.fileName }
  // What its clerk attached a moment ago, for a decision that is not made yet.
  const own = findAttachment(store, hash)
  if (own?.requestId !== requestId || own.clerkId !== clerk.id) throw new AppError('record/not-found')
  return { mediaType: own.mediaType, fileName: hash.slice(0, 12) }
}
