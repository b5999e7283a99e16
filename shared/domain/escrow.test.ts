import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openEscrow, sealEscrow } from './escrow.ts'

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    point: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-65)),
    own: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
  }
}

test('the authority alone opens it, and learns whose it is', async () => {
  const authority = pair()
  const dataKey = new Uint8Array(randomBytes(32))
  const escrow = await sealEscrow('desk-1', dataKey, authority.point)
  expect(await openEscrow(escrow, authority.point, authority.own)).toEqual({ device: 'desk-1', dataKey })
  const another = pair()
  await expect(openEscrow(escrow, another.point, another.own)).rejects.toThrow()
  for (const at of [0, 70, escrow.length - 1]) {
    const changed = escrow.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    await expect(openEscrow(changed, authority.point, authority.own), `byte ${at}`).rejects.toThrow()
  }
})
