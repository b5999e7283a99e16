import { z } from 'zod'

/** What clerks do to a record; each is a command of its own. */
export const ActKind = z.enum([
  'request.decide',
  'certificate.revoke',
  'appointment.book',
  'appointment.move',
  'appointment.cancel',
  'appointment.setStatus',
])
export type ActKind = z.infer<typeof ActKind>
