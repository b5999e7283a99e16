import { z } from 'zod'

/** A day without time, Gregorian, `YYYY-MM-DD`. A date is a date, never an instant. */
export const DateOnly = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** A moment in UTC, ISO 8601 with milliseconds. */
export const Instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)

/** A name of four parts as on the official form: first, father's, grandfather's, family. Absent parts are ''. */
export const FourPartName = z.object({
  first: z.string().min(1),
  father: z.string(),
  grandfather: z.string(),
  family: z.string().min(1),
})
export type FourPartName = z.infer<typeof FourPartName>

/** States of a member, product page "Domain facts". `expiring` is never stored: it is read off the registration. */
export const MemberState = z.enum([
  'unverified',
  'active',
  'expired',
  'suspended',
  'revoked',
  'non-practising',
  'deceased',
  'merged',
])
export type MemberState = z.infer<typeof MemberState>

export const Registration = z.object({
  number: z.string(),
  issuedOn: DateOnly,
  expiresOn: DateOnly,
  state: z.enum(['active', 'expired', 'suspended', 'revoked']),
})
export type Registration = z.infer<typeof Registration>

/** A rank and specialty held from a date on; codes of `reference/`. */
export const Classification = z.object({ rank: z.string(), specialty: z.string(), from: DateOnly })
export type Classification = z.infer<typeof Classification>

/** A health practitioner in the register. `version` grows by one with every change at the authority. */
export const Member = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  state: MemberState,
  membershipNo: z.string(),
  fileNo: z.string(),
  /** National ID (citizen) or iqama (resident), ten digits. */
  idNo: z.string(),
  idKind: z.enum(['citizen', 'resident']),
  nameAr: FourPartName,
  nameEn: FourPartName,
  gender: z.enum(['m', 'f']),
  birthDate: DateOnly,
  /** ISO 3166-1 alpha-2. */
  nationality: z.string().length(2),
  email: z.string(),
  /** E.164. */
  mobile: z.string(),
  /** City code of the reference data. */
  city: z.string(),
  poBox: z.string().nullable(),
  postalCode: z.string().nullable(),
  employerAr: z.string(),
  employerEn: z.string(),
  bloodGroup: z.string().nullable(),
  family: z.string(),
  rank: z.string(),
  specialty: z.string(),
  /** Oldest first; the last one is in force. */
  classifications: z.array(Classification),
  /** Oldest first; the last one is the current one. */
  registrations: z.array(Registration),
  /** Account on the practitioners' portal. */
  account: z.object({ state: z.enum(['active', 'locked', 'unverified']), lastSignInAt: Instant.nullable() }),
  /** SHA-256 (hex) of the photo among the documents, or null. */
  photo: z.string().nullable(),
  updatedAt: Instant,
})
export type Member = z.infer<typeof Member>

/** The fields of a member that a request may change, each with one text value. */
export const MemberField = z.enum([
  'nameAr',
  'nameEn',
  'idNo',
  'birthDate',
  'nationality',
  'email',
  'mobile',
  'city',
  'poBox',
  'postalCode',
  'employer',
  'photo',
])
export type MemberField = z.infer<typeof MemberField>

/** Values of member fields as text, as they stand in a request's base and proposal. */
export const FieldValues = z.partialRecord(MemberField, z.string().nullable())
export type FieldValues = z.infer<typeof FieldValues>

/** A four-part name as one line; absent parts leave no gap. */
export function fullName(name: FourPartName): string {
  // Without a list: every row of every search is asked for two.
  let text = name.first
  if (name.father !== '') text += text === '' ? name.father : ` ${name.father}`
  if (name.grandfather !== '') text += text === '' ? name.grandfather : ` ${name.grandfather}`
  if (name.family !== '') text += text === '' ? name.family : ` ${name.family}`
  return text
}

/** The text value of a field of a member, in the form in which requests carry it. */
export function fieldValue(member: Member, field: MemberField): string | null {
  switch (field) {
    case 'nameAr':
    case 'nameEn':
      return fullName(member[field])
    case 'employer':
      return member.employerAr
    default:
      return member[field]
  }
}

/** A snapshot of every field that requests may change: the immutable base kept with a request. */
export function baseSnapshot(member: Member): FieldValues {
  return Object.fromEntries(MemberField.options.map((field) => [field, fieldValue(member, field)]))
}
