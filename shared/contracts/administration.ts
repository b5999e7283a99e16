import { z } from 'zod'
import { Device, DeviceDecision } from '../domain/devices/device.ts'
import { PublishReferenceInput, ReferenceOutput, WithdrawReferenceInput } from '../domain/reference/reference-change.ts'
import { contract } from './contract.ts'

const Id = z.string().min(1).max(64)
/** People who are named in an answer, as far as this desk knows them. */
const PeopleNames = z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() }))

/** Who may work where, at which device. Asked of the authority live and changed there; docs/administration.md. */
export const administrationContracts = {
  /** Every device: pending ones first, then by when they were last seen. Needs a line. */
  'administration.devices': contract({
    lane: 'writer',
    needs: 'administer.devices',
    input: z.strictObject({}),
    output: z.object({
      devices: z.array(Device),
      /** Id of the device that this desk is. */
      here: z.string().nullable(),
      clerks: PeopleNames,
    }),
    errors: ['sync/offline', 'permission/denied'],
  }),
  /** Lets a device in, keeps it out, or has it wiped. */
  'administration.decideDevice': contract({
    lane: 'writer',
    needs: 'administer.devices',
    input: z.strictObject({ id: Id, ...DeviceDecision.shape }),
    output: Device,
    errors: [
      'sync/offline',
      'permission/denied',
      'record/not-found',
      'administration/changed',
      'administration/own-device',
    ],
  }),
  /** A version of reference data from a day on, or, dry, what it would do; docs/reference-data.md. */
  'administration.publishReference': contract({
    lane: 'writer',
    needs: 'administer.reference',
    input: PublishReferenceInput,
    output: ReferenceOutput,
    errors: [
      'sync/offline',
      'permission/denied',
      'reference/changed',
      'reference/too-early',
      'reference/invalid',
      'reference/unchanged',
    ],
  }),
  /** Takes back a version that has not begun, or, dry, says what that would do. */
  'administration.withdrawReference': contract({
    lane: 'writer',
    needs: 'administer.reference',
    input: WithdrawReferenceInput.extend({ id: Id }),
    output: ReferenceOutput,
    errors: ['sync/offline', 'permission/denied', 'record/not-found', 'reference/changed', 'reference/in-force'],
  }),
} as const
