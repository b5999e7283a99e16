import { z } from 'zod'
import { ReferenceVersion } from '../domain/reference/reference-version.ts'
import { contract } from './contract.ts'

export const referenceContracts = {
  /** Every version of the reference data that this desk holds, withdrawn ones too, with who made them. */
  'reference.list': contract({
    lane: 'reader',
    needs: 'clerk',
    input: z.strictObject({}),
    output: z.object({
      versions: z.array(ReferenceVersion),
      people: z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() })),
    }),
    errors: [],
  }),
} as const
