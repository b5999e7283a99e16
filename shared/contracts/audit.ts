import { z } from 'zod'
import { AuditFilter, PlacedEntry } from '../domain/audit/audit-view.ts'
import { Instant } from '../domain/members/member.ts'
import { contract } from './contract.ts'

/** What of a member can be copied at a press. */
export const CopiedField = z.enum(['membershipNo', 'idNo', 'fileNo', 'registrationNo', 'mobile', 'email'])
export type CopiedField = z.infer<typeof CopiedField>

export const auditContracts = {
  /** A clerk copied a number of a member: which, never its value. */
  'audit.copied': contract({
    lane: 'writer',
    needs: 'members.read',
    input: z.strictObject({ memberId: z.string().min(1).max(64), field: CopiedField }),
    output: z.object({}),
    errors: ['permission/denied'],
  }),
  /** Entries of the authority's audit log, newest first, as the clerk may read them. Needs a line. */
  'audit.list': contract({
    lane: 'writer',
    needs: ['audit.read', 'audit.read-administration'],
    input: z.strictObject({
      ...AuditFilter.shape,
      before: z.number().int().nonnegative().optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      entries: z.array(PlacedEntry),
      /** Where the next page goes on; null at the end. */
      before: z.number().int().nullable(),
      /** Entries of the whole log. */
      size: z.number().int(),
      /** People who act in these entries, as far as this desk knows them. */
      clerks: z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() })),
    }),
    errors: ['sync/offline', 'permission/denied'],
  }),
  /**
   * Asks for the proof that an entry is in the log, and that the log only grew since this desk saw it last, and checks
   * both here. The newest state is kept where it holds.
   */
  'audit.prove': contract({
    lane: 'writer',
    needs: ['audit.read', 'audit.read-administration'],
    input: z.strictObject({ seq: z.number().int().nonnegative() }),
    output: z.object({
      seq: z.number().int(),
      /** Whether the entry is in the signed tree. */
      included: z.boolean(),
      /** Whether the signed tree begins with what this desk had seen, or why not (`LogFault`). */
      fault: z.string().nullable(),
      /** Whether every opened value is the one that was committed to. */
      valuesHold: z.boolean(),
      leaf: z.string(),
      /** Entries of the log that this desk had seen before, and that it has now. */
      seen: z.number().int(),
      size: z.number().int(),
      root: z.string(),
      at: Instant,
      /** Hashes in the proof. */
      steps: z.number().int(),
    }),
    errors: ['sync/offline', 'permission/denied', 'record/not-found'],
  }),
  /** Writes the log, or what a filter leaves of it, into a file that anybody can verify, and checks it on its way. */
  'audit.export': contract({
    lane: 'writer',
    needs: 'audit.export',
    input: z.strictObject({
      filter: z.strictObject(AuditFilter.shape).default({}),
      /** Path of the file to write. A window leaves it out and the clerk is asked. */
      out: z.string().min(1).max(4096).optional(),
      language: z.enum(['ar', 'en']).default('ar'),
    }),
    output: z.object({
      path: z.string(),
      entries: z.number().int(),
      bytes: z.number().int(),
      /** Whether it is the whole log. */
      complete: z.boolean(),
      /** What the check found (`ExportFault`). */
      fault: z.string().nullable(),
    }),
    errors: [
      'sync/offline',
      'permission/denied',
      'record/not-found',
      'reports/no-file',
      'reports/cannot-write',
      'reports/cancelled',
    ],
  }),
} as const
