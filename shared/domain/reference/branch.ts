import { z } from 'zod'
import { BranchCode } from '../clerks/clerk.ts'
import { branches } from './register-codes.ts'

const Name = z.string().trim().min(1).max(80)
/** As it is printed and dialled: digits, spaces, a plus, dashes. */
const Phone = z
  .string()
  .trim()
  .regex(/^[+\d][\d -]{2,24}$/)

/** A branch as the authority runs it. Its code is for ever; `version` 0: as the application knows it, nothing changed. */
export const Branch = z.object({
  code: BranchCode,
  version: z.number().int().nonnegative(),
  nameAr: z.string(),
  nameEn: z.string(),
  phone: z.string().nullable(),
  /** Whether people work there. */
  active: z.boolean(),
})
export type Branch = z.infer<typeof Branch>

/** What happens at a branch: it cannot be closed while anything of it is left. */
export const BranchUse = z.object({
  /** Active clerks. */
  clerks: z.number().int().nonnegative(),
  /** Requests that wait for a decision. */
  requests: z.number().int().nonnegative(),
  /** Appointments from today on that were not cancelled. */
  bookings: z.number().int().nonnegative(),
})
export type BranchUse = z.infer<typeof BranchUse>

/** A branch as administrators see it. */
export const BranchEntry = z.object({ branch: Branch, use: BranchUse })
export type BranchEntry = z.infer<typeof BranchEntry>

/** What an administrator changes of a branch that was seen at `version`. */
export const BranchChange = z.strictObject({
  version: z.number().int().nonnegative(),
  nameAr: Name,
  nameEn: Name,
  phone: Phone.nullable(),
})
export type BranchChange = z.infer<typeof BranchChange>

/** Closes a branch, or opens it again, with the reason. */
export const BranchActivity = z.strictObject({
  version: z.number().int().nonnegative(),
  active: z.boolean(),
  reason: z.string().trim().min(3).max(400),
})
export type BranchActivity = z.infer<typeof BranchActivity>

/** A branch of which nothing was changed. */
export function knownBranch(code: BranchCode): Branch {
  const { ar, en } = branches[code]
  return { code, version: 0, nameAr: ar, nameEn: en, phone: null, active: true }
}

/** Every branch in the authority's order: as it was changed, else as the application knows it. */
export function allBranches(changed: readonly Branch[]): Branch[] {
  return BranchCode.options.map((code) => changed.find((branch) => branch.code === code) ?? knownBranch(code))
}
