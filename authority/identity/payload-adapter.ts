import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../db/types.ts'
import {
  consumePayload,
  deleteGrant,
  deletePayload,
  findPayload,
  findPayloadByUid,
  putPayload,
} from '../repositories/oidc-payloads.ts'
import { takeProof } from '../repositories/used-proofs.ts'

/** The provider reckons by the machine's clock, whatever the authority's says. */
const now = (): string => isoInstant(Date.now())

/** Keeps what the provider has to remember in the database, so that every process of the authority knows it. */
export function payloadAdapter(db: Db): (model: string) => Adapter {
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn === undefined ? null : isoInstant(Date.now() + expiresIn * 1000)
      if (model === 'ReplayDetection') {
        // The provider looks first and writes then: of two at once both would have seen nothing.
        if (!(await takeProof(db, `oidc:${id}`, expiresAt ?? now())))
          throw new errors.InvalidGrant('the proof was used')
        return
      }
      const { grantId = null, uid = null, accountId = null } = payload
      await putPayload(db, { model, id, payload: { ...payload }, grantId, uid, accountId, expiresAt })
    },
    find: async (id): Promise<AdapterPayload | undefined> => findPayload(db, model, id, now()),
    findByUid: async (uid): Promise<AdapterPayload | undefined> => findPayloadByUid(db, model, uid, now()),
    findByUserCode: () => Promise.resolve(undefined),
    async consume(id) {
      if (await consumePayload(db, model, id, now())) return
      // Two came with one code at once: as with one that comes later, nothing that was made of it stays.
      const found = await findPayload(db, model, id, now())
      if (typeof found?.grantId === 'string') {
        await deleteGrant(db, found.grantId)
        await deletePayload(db, 'Grant', found.grantId)
      }
      throw new errors.InvalidGrant('the code was used')
    },
    destroy: (id) => deletePayload(db, model, id),
    revokeByGrantId: (grantId) => deleteGrant(db, grantId),
  })
}
