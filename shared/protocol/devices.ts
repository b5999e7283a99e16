import { z } from 'zod'
import { Device, DeviceState } from '../domain/devices/device.ts'

/** `GET /v1/devices` (administrators): pending ones first, then by when they were last seen. */
export const DevicesOutput = z.object({ devices: z.array(Device) })
export type DevicesOutput = z.infer<typeof DevicesOutput>

/**
 * `POST /v1/devices/:id/check`: what the authority wants of this device, also while none of its clerks can sign in.
 * Carries a `DPoP` proof by the device's key and no token, as the two calls of a wipe do. `sealingKey`: while it is to be
 * wiped, the P-256 point (base64url) to which it seals its outbox (`shared/domain/sealing.ts`).
 */
export const DeviceCheckOutput = z.object({ state: DeviceState, sealingKey: z.string().nullable() })
export type DeviceCheckOutput = z.infer<typeof DeviceCheckOutput>

/** `PUT /v1/devices/:id/sealed-outbox` (bytes of `seal`, at most 16 MB) and `POST /v1/devices/:id/wiped`, in this order. */
export const DeviceWipedOutput = z.object({ state: DeviceState })
export type DeviceWipedOutput = z.infer<typeof DeviceWipedOutput>

/**
 * `POST /v1/devices/:id/data-key`, by a clerk who has just signed in at this very device: the key of its store, which the
 * device once sealed to the authority (`shared/domain/escrow.ts`). It comes back sealed to `to`, an ephemeral P-256 point
 * (base64url), so that nothing between the two can read it.
 */
export const DataKeyInput = z.strictObject({
  escrow: z.base64().max(1000),
  to: z.string().regex(/^[A-Za-z0-9_-]{87}$/),
})
export type DataKeyInput = z.infer<typeof DataKeyInput>

export const DataKeyOutput = z.object({ sealed: z.base64() })
export type DataKeyOutput = z.infer<typeof DataKeyOutput>
