import type { CalendarDate } from '#shared/domain/calendar.ts'
import { type BulkText, bulkText } from '../repositories/bulk.ts'
import type { RevocationPeople } from '../repositories/certificates.ts'
import type { RegisterKey } from '../repositories/register-keys.ts'
import { demoCertificatesOf, revocationOf } from './certificates.ts'
import { createRegister, type Portraits } from './members.ts'

/** What the rows of a demo register follow from; it can be sent to another thread. */
export interface RowsOptions {
  readonly seed: string
  readonly today: CalendarDate
  readonly portraits: Portraits
  /** The issuer key of the demo register. */
  readonly key: RegisterKey
}

/** Some members and their certificates, ready to be written. */
export interface RegisterRows {
  /** How many members they are. */
  readonly members: number
  readonly memberRows: BulkText
  readonly certificateRows: BulkText
  readonly revocations: readonly RevocationPeople[]
}

/** Makes the rows of the members `from` … `to` − 1, with two signed certificates each. */
export function createRowMaker({ key, ...register }: RowsOptions): (from: number, to: number) => RegisterRows {
  const { memberAt } = createRegister(register)
  return (from, to) => {
    const members = Array.from({ length: to - from }, (_, i) => memberAt(from + i))
    const certificates = members.flatMap((member, i) => demoCertificatesOf({ ...register, key }, member, from + i))
    return {
      members: members.length,
      memberRows: bulkText('members', members),
      certificateRows: bulkText('certificates', certificates),
      revocations: certificates.flatMap(revocationOf),
    }
  }
}
