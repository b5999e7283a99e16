import { z } from 'zod'
import { contract } from './contract.ts'

/** One file of a support bundle, as it will be written. */
export const BundleFile = z.object({
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  /** All of its text: a bundle holds nothing that cannot be read. */
  text: z.string(),
})
export type BundleFile = z.infer<typeof BundleFile>

/** What is given to support: read first, then saved. A desk on which nobody can sign in is the one that needs it. */
export const supportContracts = {
  /** Puts a bundle together and shows all of it. Nothing is written. */
  'support.preview': contract({
    lane: 'window',
    needs: 'nobody',
    input: z.strictObject({}),
    output: z.object({ files: z.array(BundleFile) }),
    errors: ['channel/needs-window'],
  }),
  /** Saves what was shown last, where the clerk says; `path` is null when they changed their mind. */
  'support.save': contract({
    lane: 'window',
    needs: 'nobody',
    input: z.strictObject({ language: z.enum(['ar', 'en']) }),
    output: z.object({ path: z.string().nullable(), bytes: z.number().int() }),
    errors: ['channel/needs-window', 'reports/cannot-write'],
  }),
} as const
