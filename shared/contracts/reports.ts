import { z } from 'zod'
import { AppointmentFilters } from './appointments.ts'
import { CertificateFilters } from './certificates.ts'
import { contract } from './contract.ts'
import { MemberFilters } from './members.ts'
import { OutboxShow } from './outbox.ts'
import { QueueFilters, QueueView } from './requests.ts'

export const ReportName = z.enum(['members', 'requests', 'certificates', 'appointments', 'outbox', 'reference'])
export type ReportName = z.infer<typeof ReportName>

const common = {
  /** Chosen by the caller, so that it can be watched and cancelled while it runs. */
  id: z.string().min(1).max(64).optional(),
  /** Path of the file to write. A window leaves it out and the clerk is asked. */
  out: z.string().min(1).max(4096).optional(),
  language: z.enum(['ar', 'en']).default('ar'),
}

/** A report, and the filter that is on the screen: the rows are those of the list with the same filter. */
export const ExportInput = z.discriminatedUnion('report', [
  z.strictObject({
    ...common,
    report: z.literal('members'),
    filters: z.strictObject({ text: z.string().max(200).default(''), ...MemberFilters.shape }).default({ text: '' }),
  }),
  z.strictObject({
    ...common,
    report: z.literal('requests'),
    filters: z.strictObject({ view: QueueView.default('all'), ...QueueFilters.shape }).default({ view: 'all' }),
  }),
  z.strictObject({ ...common, report: z.literal('certificates'), filters: CertificateFilters.default({}) }),
  z.strictObject({ ...common, report: z.literal('appointments'), filters: AppointmentFilters.default({}) }),
  /** The clerk's own commands; nobody else's. */
  z.strictObject({
    ...common,
    report: z.literal('outbox'),
    filters: z.strictObject({ show: OutboxShow.default('all') }).default({ show: 'all' }),
  }),
  /** One version of reference data, in a workbook or as JSON; either can be read in again. */
  z.strictObject({
    ...common,
    report: z.literal('reference'),
    filters: z.strictObject({ version: z.string().min(1).max(64) }),
    format: z.enum(['xlsx', 'json']).default('xlsx'),
  }),
])
export type ExportInput = z.output<typeof ExportInput>

/** The ending of an export's file. */
export function endingOf(input: ExportInput): 'xlsx' | 'json' {
  return input.report === 'reference' ? input.format : 'xlsx'
}

export const ExportProgress = z.object({
  id: z.string(),
  report: ReportName,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  done: z.number().int(),
  total: z.number().int(),
  /** Where the file lies once it is done. */
  path: z.string().nullable(),
  /** Code of the error table, when it failed. */
  cause: z.string().nullable(),
})
export type ExportProgress = z.infer<typeof ExportProgress>

export const reportContracts = {
  /** Answers when the file is whole; `export-progress` events go before. Nothing is left behind by a cancelled one. */
  'reports.export': contract({
    lane: 'exporter',
    // Lists are a role's to export, reference data an administrator's: which is asked with the report known.
    needs: ['reports.export', 'administer.reference'],
    input: ExportInput,
    output: z.object({
      id: z.string(),
      path: z.string(),
      rows: z.number().int(),
      /** Size of the file in bytes. */
      bytes: z.number().int(),
      tookMs: z.number(),
    }),
    errors: [
      'reports/no-file',
      'reports/cannot-write',
      'reports/cancelled',
      'reports/too-many-rows',
      'reports/no-such-export',
      'permission/denied',
      'record/not-found',
    ],
  }),
  'reports.cancel': contract({
    lane: 'exporter',
    // Lists are a role's to export, reference data an administrator's: which is asked with the report known.
    needs: ['reports.export', 'administer.reference'],
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: z.object({ id: z.string() }),
    errors: ['reports/no-such-export', 'permission/denied'],
  }),
} as const
