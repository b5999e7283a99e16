import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import { createVaultedCore } from '#core/workers/vaulted-core.ts'
import { type Channel, contracts } from '#shared/contracts/contract-map.ts'
import { AppError, isErrorCode } from '#shared/kernel/errors.ts'
import { WindowCalls } from '../desktop/window-calls.ts'
import { answerCall } from './registrar.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** Payloads a channel; the bar is a thousand. */
const runs = 1000
const event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'> = {
  sender: { id: 1 } as WebContents,
  senderFrame: { url: 'app://desk/index.html', parent: null } as WebFrameMain,
}
const profileDir = mkdtempSync(join(tmpdir(), 'desk-fuzz-'))
const faults: string[] = []
let core: DeskCore
let calls: WindowCalls

beforeAll(async () => {
  core = await createVaultedCore({
    profileDir,
    deviceSecret: new Uint8Array(randomBytes(32)),
    device: { id: randomUUID(), name: 'desk' },
    authorityUrl: 'http://127.0.0.1:9',
    backgroundSync: false,
    network: 'node',
    offline: true,
    openBrowser: () => undefined,
    autoLockMinutes: 10,
    onFault: ({ channel, trace }) => void faults.push(`${channel}: ${trace}`),
  })
  const nobody = () => {
    throw new AppError('record/not-found')
  }
  const desktop = {
    savePdf: nobody,
    printReady: nobody,
    openWindow: nobody,
    showFile: nobody,
    askExportPath: nobody,
    askAuditPath: nobody,
    wrote: nobody,
  }
  const handlers = {
    'device.about': nobody,
    'update.get': nobody,
    'update.check': nobody,
    'update.download': nobody,
    'update.cancel': nobody,
    'update.openPackage': nobody,
    'update.install': nobody,
    'support.preview': nobody,
    'support.save': nobody,
  }
  calls = new WindowCalls(core, desktop, handlers, (channel, error) => void faults.push(`${channel}: ${error.message}`))
})
afterAll(async () => {
  await core.close()
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
})

const names = Object.keys(contracts) as Channel[]
/** Objects with the channel's own names and strange values reach deeper than any value does. */
const payloads = (channel: Channel): fc.Arbitrary<unknown> => {
  const shape = contracts[channel].input.def
  const keys = 'shape' in shape ? Object.keys(shape.shape as object) : []
  const odd = fc.oneof(
    fc.anything({ withTypedArray: true, withDate: true, withMap: true }),
    fc.constantFrom('__proto__', '\u0000', '\u202e', '../../etc/passwd', "' OR 1=1 --", 'x'.repeat(5000), -0, 2 ** 53),
  )
  const named = fc.dictionary(fc.constantFrom('__proto__', ...keys), odd, { maxKeys: Math.max(1, keys.length) })
  return fc.oneof({ weight: 1, arbitrary: odd }, { weight: 2, arbitrary: named })
}

test.each(names)('%s: a thousand odd payloads are each answered, and the process lives', async (channel) => {
  await fc.assert(
    fc.asyncProperty(payloads(channel), async (payload) => {
      // A payload that happens to be right would open a browser or a slot; what it asks for is not what is tried here.
      fc.pre(contracts[channel].lane !== 'keeper' || !contracts[channel].input.safeParse(payload ?? {}).success)
      const answer = await answerCall(calls, event, channel, payload)
      if (answer.ok) expect(['session.current', 'session.signOut']).toContain(channel)
      else {
        expect(isErrorCode(answer.error.code)).toBe(true)
        expect(answer.error.code).not.toBe('internal')
      }
    }),
    { numRuns: runs },
  )
})

test('after all of it the vault answers, and nothing was nobody’s fault', async () => {
  expect(await core.invoke('vault.get', {})).toMatchObject({ ok: true, value: { clerks: [] } })
  expect(faults).toEqual([])
})
