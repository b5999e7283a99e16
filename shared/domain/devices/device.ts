import { z } from 'zod'
import { Instant } from '../members/member.ts'

/**
 * pending: seen, and waits for an administrator. enrolled: its clerks may have sessions. revoked: nobody has one.
 * wipe: it is to hand in what it holds and destroy its keys; it is revoked when it has said so.
 */
export const DeviceState = z.enum(['pending', 'enrolled', 'revoked', 'wipe'])
export type DeviceState = z.infer<typeof DeviceState>

/** A device as administrators see it. */
export const Device = z.object({
  id: z.string(),
  name: z.string(),
  state: DeviceState,
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  /** Who gave it its state, and when; null while nobody did. */
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  /** When it said that its keys are destroyed. */
  wipedAt: Instant.nullable(),
  /** The application's version, as the device last said it. */
  appVersion: z.string().nullable(),
  /** When it handed in its sealed outbox, for a wipe. */
  outboxAt: Instant.nullable(),
  /** Ids of the clerks who have a key on it. */
  clerks: z.array(z.string()),
})
export type Device = z.infer<typeof Device>

/**
 * What an administrator decides of a device. `seen`: the state that was decided upon; where it is another one by now,
 * `administration/changed`.
 */
export const DeviceDecision = z.strictObject({
  state: z.enum(['enrolled', 'revoked', 'wipe']),
  seen: DeviceState.optional(),
})
export type DeviceDecision = z.infer<typeof DeviceDecision>
