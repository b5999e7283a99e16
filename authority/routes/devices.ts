import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Device, DeviceDecision } from '#shared/domain/devices/device.ts'
import { AppError } from '#shared/kernel/errors.ts'
import {
  DataKeyInput,
  DataKeyOutput,
  DeviceCheckOutput,
  DevicesOutput,
  DeviceWipedOutput,
} from '#shared/protocol/devices.ts'
import type { Identity } from '../identity/identity.ts'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import {
  checkDevice,
  confirmWipe,
  decideDeviceAs,
  listDevicesFor,
  takeSealedOutbox,
} from '../use-cases/devices/devices.ts'
import { returnDataKey } from '../use-cases/devices/return-data-key.ts'
import { IdParams, problems } from './answers.ts'
import { signedCallOf } from './sessions.ts'

const tags = ['devices']
/** A full outbox with its attachments. */
const sealedBytes = 16 * 1024 * 1024
const sealedType = 'application/octet-stream'

/** What administrators see and decide of devices. */
export function addDeviceRoutes(app: App, context: AuthorityContext): void {
  app.get(
    '/v1/devices',
    {
      config: { access: { session: 'administer.devices' } },
      schema: { tags, summary: 'Every device, for administrators', response: { 200: DevicesOutput, ...problems } },
    },
    (request) => listDevicesFor(context, sessionOf(request)),
  )
  app.put(
    '/v1/devices/:id/state',
    {
      config: { access: { session: 'administer.devices' } },
      schema: {
        tags,
        summary: 'Let a device in, keep it out, or have it wiped',
        params: IdParams,
        body: DeviceDecision,
        response: { 200: Device, ...problems },
      },
    },
    (request) => decideDeviceAs(context, sessionOf(request), { id: request.params.id, ...request.body }),
  )
}

/** The way back into a device for who has forgotten their passphrase. */
export function addDataKeyRoute(app: App, context: AuthorityContext): void {
  const { signInCallsPerMinute: max } = context.config
  app.post(
    '/v1/devices/:id/data-key',
    {
      config: {
        access: { session: { anyClerk: 'a key that the clerk’s own device sealed, and no other' } },
        rateLimit: { max, timeWindow: 60_000, keyGenerator: ({ ip }: FastifyRequest) => `data-key ${ip}` },
      },
      schema: {
        tags,
        summary: 'The key of this device’s store, which it once sealed to the authority',
        params: IdParams,
        body: DataKeyInput,
        response: { 200: DataKeyOutput, ...problems },
      },
    },
    (request) => returnDataKey(context, sessionOf(request), { id: request.params.id, ...request.body }),
  )
}

/** What devices say for themselves, by a proof of their key and without any clerk. */
export function addDeviceProofRoutes(app: App, context: AuthorityContext, identity: Identity): void {
  const { signInCallsPerMinute: max } = context.config
  const keyGenerator = ({ ip }: FastifyRequest) => `device ${ip}`
  const config = { access: 'public' as const, rateLimit: { max, timeWindow: 60_000, keyGenerator } }
  const proven = (request: FastifyRequest) => identity.verifyDevice(signedCallOf(request))
  app.post(
    '/v1/devices/:id/check',
    {
      config,
      schema: {
        tags,
        summary: 'What the authority wants of this device',
        params: IdParams,
        response: { 200: DeviceCheckOutput, ...problems },
      },
    },
    async (request) => checkDevice(context, request.params.id, await proven(request)),
  )
  app.post(
    '/v1/devices/:id/wiped',
    {
      config,
      schema: {
        tags,
        summary: 'The keys of this device are destroyed',
        params: IdParams,
        response: { 200: DeviceWipedOutput, ...problems },
      },
    },
    async (request) => confirmWipe(context, request.params.id, await proven(request)),
  )
  app.register((scope: App, _, done) => {
    scope.addContentTypeParser(sealedType, { parseAs: 'buffer', bodyLimit: sealedBytes }, (_request, body, parsed) =>
      parsed(null, body),
    )
    scope.put(
      '/v1/devices/:id/sealed-outbox',
      {
        config,
        bodyLimit: sealedBytes,
        // Bytes of somebody who proves nothing are not even read.
        onRequest: async (request) => {
          // Before its own schema is asked: nothing of the call is looked at without a proof.
          const params = IdParams.safeParse(request.params)
          if (!params.success) throw new AppError('input/invalid', { part: 'params', field: 'id' })
          proofs.set(request, { id: params.data.id, proofKey: await proven(request) })
        },
        schema: {
          tags,
          summary: 'The outbox of a device that is to be wiped, sealed to the authority',
          consumes: [sealedType],
          params: IdParams,
          body: z.instanceof(Buffer),
          response: { 200: DeviceWipedOutput, ...problems },
        },
      },
      (request) => {
        const proof = proofs.get(request)
        if (!proof) throw new Error('The proof was not looked at')
        return takeSealedOutbox(context, { ...proof, bytes: request.body })
      },
    )
    done()
  })
}

const proofs = new WeakMap<FastifyRequest, { readonly id: string; readonly proofKey: string }>()
