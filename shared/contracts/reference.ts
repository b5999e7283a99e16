import { z } from 'zod'
import { ReferenceFault, ReferenceKind } from '../domain/reference/reference-rows.ts'
import { ReferenceVersion } from '../domain/reference/reference-version.ts'
import { FileBytes } from './certificates.ts'
import { contract } from './contract.ts'

export const referenceContracts = {
  /** Every version of the reference data that this desk holds, withdrawn ones and proposals too, with who made them. */
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
  /** What a file (a workbook as an export writes it, or JSON) would make of a kind. Nothing is sent. */
  'reference.read': contract({
    lane: 'exporter',
    needs: 'administer.reference',
    input: z.strictObject({ kind: ReferenceKind, bytes: FileBytes }),
    output: z.object({
      rows: z.array(z.record(z.string(), z.unknown())),
      /** Everything that is wrong, with the cell that it stands in; null where it is of no cell. */
      faults: z.array(ReferenceFault.extend({ cell: z.string().nullable() })),
    }),
    errors: ['reference/unreadable', 'permission/denied'],
  }),
} as const
