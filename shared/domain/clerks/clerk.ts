import { z } from 'zod'

/** What a person of the authority may be; the policy of each role stands in `requests/available-actions.ts`. */
export const Role = z.enum(['clerk', 'supervisor', 'branch-manager', 'auditor', 'administrator'])
export type Role = z.infer<typeof Role>

/** Codes of the authority's branches; `riyadh` is the head office. */
export const BranchCode = z.enum([
  'riyadh',
  'jeddah',
  'khobar',
  'abha',
  'jizan',
  'madinah',
  'buraydah',
  'tabuk',
  'hail',
])
export type BranchCode = z.infer<typeof BranchCode>

/** A person who works at the authority. */
export const Clerk = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  nameAr: z.string().min(1),
  nameEn: z.string().min(1),
  role: Role,
  branch: BranchCode,
  active: z.boolean(),
})
export type Clerk = z.infer<typeof Clerk>

/** Roles that may confirm what another person proposed (the checker of the four-eyes rule). */
export const confirmingRoles: readonly Role[] = ['supervisor', 'branch-manager']

/** Roles that may decide at all. Auditors read; administrators run the desk and decide nothing on members. */
export const decidingRoles: readonly Role[] = ['clerk', 'supervisor', 'branch-manager']
