import { z } from 'zod'
import { contract } from './contract.ts'

/** Pages that are made for paper. */
export const PrintPage = z.discriminatedUnion('page', [
  z.strictObject({ page: z.literal('certificate'), id: z.string().min(1).max(64) }),
  /** Letter that tells what a verification found. */
  z.strictObject({ page: z.literal('verification'), id: z.string().min(1).max(64) }),
  /** Slip for a visitor. */
  z.strictObject({ page: z.literal('appointment'), id: z.string().min(1).max(64) }),
])
export type PrintPage = z.infer<typeof PrintPage>

/** What only the process that owns the windows can do; a caller without a screen gets `channel/needs-window`. */
export const desktopContracts = {
  /** Draws a page as PDF and saves it where the clerk says; `path` is null when the clerk changed their mind. */
  'desktop.savePdf': contract({
    lane: 'window',
    needs: 'papers.print',
    input: z.strictObject({ print: PrintPage, language: z.enum(['ar', 'en']) }),
    output: z.object({ path: z.string().nullable(), bytes: z.number().int() }),
    errors: ['channel/needs-window', 'desktop/cannot-print', 'reports/cannot-write', 'permission/denied'],
  }),
  /** The page for paper says that everything on it is there. */
  'desktop.printReady': contract({
    lane: 'window',
    needs: 'nobody',
    input: z.strictObject({}),
    output: z.object({}),
    errors: ['channel/needs-window'],
  }),
  /** Another window on a place of the desk, e.g. `/members/…`. */
  'desktop.openWindow': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({
      path: z
        .string()
        .regex(/^\/[A-Za-z0-9/_?&=%.~-]*$/)
        .max(500),
    }),
    output: z.object({ windows: z.number().int() }),
    errors: ['channel/needs-window', 'desktop/too-many-windows'],
  }),
  /** Shows a file that this desk wrote in the system's file manager. */
  'desktop.showFile': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({ path: z.string().max(4096) }),
    output: z.object({}),
    errors: ['channel/needs-window', 'desktop/not-our-file'],
  }),
} as const
