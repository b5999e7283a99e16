import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Db } from '#authority/db/types.ts'
import { sha256Bytes } from '#authority/repositories/audit.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { cheapHashes } from '#authority/test/sign-in-helper.ts'
import { addRows, testContext } from '#authority/test/test-context.ts'
import { ExportChecker } from '#shared/domain/audit/check-export.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import type { Session } from '../../repositories/sessions.ts'
import { eraseRecord } from '../audit/erase-personal.ts'
import { openExport, readLog } from '../audit/read-log.ts'
import { sequenceLog } from '../audit/sequence-log.ts'
import { addAccount } from './accounts.ts'
import { SignIn } from './sign-in.ts'
import { nameSubject, unknownName } from './tries.ts'

const address = '2001:db8::7:42'
const auditor: Session = { clerk: buildClerk({ id: 'amal', role: 'auditor', branch: 'riyadh' }), device: 'desk-1' }

const ports = {
  sha256: sha256Bytes,
  verifyEs256(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    const half = (from: number) => Buffer.from(point.subarray(from, from + 32)).toString('base64url')
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) }, format: 'jwk' })
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  },
}

/** Whatever the log itself holds: what cannot be taken out of it any more. */
const canonical = async (db: Db): Promise<string> =>
  JSON.stringify(await db.selectFrom('audit').selectAll().orderBy('id').execute())

await describeOnBoth('where a sign-in came from', (backend) => {
  test('is no part of the log, is shown and exported to auditors, and once erased the log is as provable as before', async () => {
    const { db } = backend.database
    const context = { ...testContext(db, { demo: false }), passwordCost: cheapHashes }
    await addRows(db, { clerks: [buildClerk({ id: 'noura' }), auditor.clerk] })
    const password = await addAccount(context, 'noura', 'noura.a')
    const signIn = new SignIn(context, { uid: 'first', address })
    await signIn.enterPassword({ username: 'noura.a', password: 'wrong' })
    await signIn.enterPassword({ username: 'nobody', password: 'wrong' })
    for (let time = 0; time < 5; time += 1) await signIn.enterPassword({ username: 'nobody', password: 'wrong' })
    await signIn.enterPassword({ username: 'noura.a', password })
    await signIn.changePassword({ password: 'Sand&Ink-4242', again: 'Sand&Ink-4242' })
    await sequenceLog(context)
    // What is typed for a name may be a password: no hash of it is there for good.
    for (const kept of [address, nameSubject('nobody')]) expect(await canonical(db)).not.toContain(kept)

    const shown = async () =>
      (await readLog(context, auditor, { limit: 100 })).entries
        .filter(({ entry }) => entry.personal['address'] !== undefined)
        .map(({ entry, opened }) => `${entry.action} ${opened['address']?.value ?? 'erased'}`)
    const exported = async () => {
      const lines = (await Array.fromAsync(await openExport(context, auditor, {}))).map((line) => line.trim())
      const checker = new ExportChecker(ports)
      for (const line of lines) checker.take(line)
      return { fault: checker.finish().fault, text: lines.join('\n') }
    }
    expect(await shown()).toEqual([
      `password-changed ${address}`,
      `sign-in-blocked ${address}`,
      ...Array(5).fill(`sign-in-failed ${address}`),
    ])
    const before = await exported()
    expect(before.fault).toBeNull()
    expect(before.text).toContain(address)

    expect(await eraseRecord(context, 'clerk:noura')).toBe(2)
    // An address and a name of each.
    expect(await eraseRecord(context, unknownName)).toBe(10)
    await sequenceLog(context)
    expect(await shown()).toEqual([
      'password-changed erased',
      'sign-in-blocked erased',
      ...Array(5).fill('sign-in-failed erased'),
    ])
    const after = await exported()
    expect(after.fault).toBeNull()
    for (const gone of [address, nameSubject('nobody')]) {
      expect(before.text).toContain(gone)
      expect(after.text).not.toContain(gone)
    }
    const places = (text: string) => text.match(/"personal":\{"address":"[0-9a-f]{64}"(,"name":"[0-9a-f]{64}")?\}/g)
    expect(places(before.text)).not.toBeNull()
    expect(places(after.text)).toEqual(places(before.text))
    expect(JSON.stringify(await db.selectFrom('auditPersonal').selectAll().execute())).not.toContain(address)
  })
})
