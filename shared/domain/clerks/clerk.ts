import { z } from 'zod'

/** What a person of the authority may be; who may do what stands in `policy/policy-table.ts`. */
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
