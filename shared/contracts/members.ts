import { z } from 'zod'
import { matchHows } from '../domain/match-name.ts'
import { Instant, Member, MemberField, MemberState } from '../domain/members/member.ts'
import { RequestKind, RequestState, Risk } from '../domain/requests/request.ts'
import { contract } from './contract.ts'

/** Where and how a row matched; `ranges` are [start, length] pairs into `text`, in UTF-16 code units. */
export const MatchReason = z.object({
  field: z.enum([
    'nameAr',
    'nameEn',
    'email',
    'mobile',
    'membershipNo',
    'fileNo',
    'idNo',
    'registrationNo',
    'requestNo',
  ]),
  how: z.enum(matchHows),
  /** The word that was typed. */
  typed: z.string(),
  /** The field's text as it is shown. */
  text: z.string(),
  ranges: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** Matched on a value that the authority has not confirmed. */
  pending: z.boolean(),
})
export type MatchReason = z.infer<typeof MatchReason>

/** A member as a row of a list. */
export const MemberRow = z.object({
  id: z.string(),
  membershipNo: z.string(),
  nameAr: z.string(),
  nameEn: z.string(),
  state: MemberState,
  /** Days until the current registration ends; negative when it has ended, null without one. */
  registrationEndsInDays: z.number().int().nullable(),
  rank: z.string(),
  specialty: z.string(),
  city: z.string(),
  idNo: z.string(),
  mobile: z.string(),
  email: z.string(),
})
export type MemberRow = z.infer<typeof MemberRow>

export const SearchHit = z.object({ member: MemberRow, why: z.array(MatchReason) })
export type SearchHit = z.infer<typeof SearchHit>

/** A request as it stands on a member's page and among search results. */
export const RequestSummary = z.object({
  id: z.string(),
  number: z.string(),
  kind: RequestKind,
  state: RequestState,
  risk: Risk,
  memberId: z.string(),
  memberNameAr: z.string(),
  memberNameEn: z.string(),
  submittedAt: Instant,
  dueAt: Instant.nullable(),
  pausedAt: Instant.nullable(),
  assigneeId: z.string().nullable(),
  /** The state is that of a command which the authority has not receipted. */
  pending: z.boolean(),
})
export type RequestSummary = z.infer<typeof RequestSummary>

/** A field whose value a pending command will change. */
export const PendingField = z.object({ field: MemberField, value: z.string().nullable(), commandId: z.string() })
export type PendingField = z.infer<typeof PendingField>

export const MemberFilters = z.strictObject({
  state: MemberState.optional(),
  family: z.string().max(64).optional(),
  rank: z.string().max(64).optional(),
  city: z.string().max(64).optional(),
})
export type MemberFilters = z.infer<typeof MemberFilters>

export const memberContracts = {
  'members.search': contract({
    lane: 'reader',
    needs: 'members.read',
    latestWins: true,
    input: z.strictObject({
      /** Any part of a name or any number, in any script and any digits; '' lists by display order. */
      text: z.string().max(200),
      filters: MemberFilters.optional(),
      limit: z.number().int().min(1).max(200).default(50),
      after: z.string().max(200).optional(),
    }),
    output: z.object({
      hits: z.array(SearchHit),
      /** Exact number of members that match. */
      total: z.number().int(),
      after: z.string().nullable(),
      /** Requests whose number matches, at most five. */
      requests: z.array(RequestSummary),
      /** Members on this device. */
      here: z.number().int(),
      /** Time that the core took, in milliseconds. */
      tookMs: z.number(),
    }),
    errors: ['permission/denied'],
  }),
  'members.get': contract({
    lane: 'reader',
    needs: 'members.read',
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: z.object({
      member: Member,
      pending: z.array(PendingField),
      requests: z.array(RequestSummary),
      /** When this row last came from the authority. */
      pulledAt: Instant.nullable(),
    }),
    errors: ['record/not-found', 'permission/denied'],
  }),
} as const
