import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contracts } from '#shared/contracts/contract-map.ts'
import { answerCall, maxInputBytes, maxInputLength } from './registrar.ts'

function from(url: string, parent: WebFrameMain | null = null): Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'> {
  return { sender: { id: 7 } as WebContents, senderFrame: { url, parent } as WebFrameMain }
}

function recordingCore() {
  const calls: unknown[][] = []
  return {
    calls,
    invoke: async (channel: string, input: unknown, caller: string, asker: WebContents) => {
      calls.push([channel, input, caller, asker.id])
      return { ok: true as const, value: 'answered' }
    },
  }
}

const ours = from('app://desk/index.html')

test('our own page reaches the core', async () => {
  const core = recordingCore()
  expect(await answerCall(core, ours, 'session.current', {})).toEqual({ ok: true, value: 'answered' })
  expect(core.calls).toEqual([['session.current', {}, 'window-7', 7]])
})

test('foreign pages, sub-frames and frames that are gone are refused with an error', async () => {
  const core = recordingCore()
  const top = { url: 'app://desk/index.html', parent: null } as WebFrameMain
  const strangers = [
    from('https://desk.example/index.html'),
    from('app://desk.example/index.html'),
    from('app://desk@example/'),
    from('file:///index.html'),
    from('app://desk/index.html', top),
    { ...from('app://desk/index.html'), senderFrame: null },
  ]
  for (const stranger of strangers) {
    expect(await answerCall(core, stranger, 'session.current', {})).toEqual({
      ok: false,
      error: { code: 'channel/refused', detail: {} },
    })
  }
  expect(core.calls).toEqual([])
})

test('words that are no channel are refused, those of Object.prototype too', async () => {
  const core = recordingCore()
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), fc.constantFrom('constructor', '__proto__', 'toString')), async (word) => {
      fc.pre(!(typeof word === 'string' && Object.hasOwn(contracts, word)))
      const answer = await answerCall(core, ours, word, {})
      expect(answer).toEqual({ ok: false, error: { code: 'channel/unknown', detail: {} } })
    }),
  )
  expect(core.calls).toEqual([])
})

test('inputs that are too large or cannot be written down are refused', async () => {
  const core = recordingCore()
  const circular: Record<string, unknown> = {}
  circular.self = circular
  const heavy = { file: { bytes: new Uint8Array(maxInputBytes + 1) } }
  for (const input of [{ text: 'x'.repeat(maxInputLength) }, circular, { n: 1n }, heavy]) {
    expect(await answerCall(core, ours, 'members.search', input)).toEqual({
      ok: false,
      error: { code: 'channel/too-large', detail: {} },
    })
  }
  expect(core.calls).toEqual([])
})

test('a file of some megabytes is not too large', async () => {
  const core = recordingCore()
  const input = { file: { name: 'scan.png', bytes: new Uint8Array(5 * 1024 * 1024) } }
  expect(await answerCall(core, ours, 'certificates.verify', input)).toMatchObject({ ok: true })
})
