import type { WebContents } from 'electron'
import { expect, test } from 'vitest'
import { type Answer, type Channel, type ChannelOutput, contracts } from '#shared/contracts/contract-map.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { type Desktop, WindowCalls, type WindowHandlers } from './window-calls.ts'

const asker = { id: 3 } as WebContents
const clerk = { id: 'c1', version: 1, nameAr: 'أ', nameEn: 'A', role: 'clerk', branch: 'riyadh', active: true }

const about: ChannelOutput<'device.about'> = {
  versions: { application: '0.1.0', electron: '45', chromium: '150', node: '24' },
  system: { platform: 'win32', release: '10', arch: 'x64' },
  authority: { url: 'https://desk.example', from: 'policy' },
  policy: { kind: 'file', place: '/etc/policy.json', sets: ['authority'] },
}

const updates: ChannelOutput<'update.get'> = {
  mode: 'on',
  current: '0.1.0',
  channel: 'stable',
  lastCheckAt: null,
  step: 'none',
  release: null,
  received: 0,
  offline: false,
}

/** A desk whose core and desktop write down what they are asked. */
function newDesk(options: { signedIn?: boolean; path?: string | null; fails?: Error } = {}) {
  const { signedIn = true, path = '/out/list.xlsx' } = options
  const asked: unknown[][] = []
  const faults: string[] = []
  const session = contracts['session.current'].output.parse({
    clerk: signedIn ? clerk : null,
    authority: null,
    protected: true,
    signInAgain: false,
  })
  const core = {
    async invoke(channel: string, input: unknown, caller?: string): Promise<Answer<unknown>> {
      if (channel === 'session.current') return { ok: true, value: session }
      asked.push([channel, input, caller])
      return { ok: true, value: 'core' }
    },
    note: (note: object) => void asked.push(['note', note]),
  }
  const act = <T>(value: T): T => {
    if (options.fails !== undefined) throw options.fails
    return value
  }
  const desktop: Desktop = {
    async savePdf(input) {
      asked.push(['savePdf', input])
      return act({ path, bytes: path === null ? 0 : 9 })
    },
    printReady: (from) => void asked.push(['printReady', from.id]),
    openWindow: (place, from) => {
      asked.push(['openWindow', place, from.id])
      return act(2)
    },
    showFile: (file) => void act(asked.push(['showFile', file])),
    async askExportPath({ report }) {
      asked.push(['ask', report])
      return path
    },
    async askAuditPath(language) {
      asked.push(['askAudit', language])
      return path
    },
    wrote: (file) => void asked.push(['wrote', file]),
  }
  const handlers: WindowHandlers = {
    'device.about': () => act(about),
    'update.get': () => act(updates),
    'update.check': () => act(updates),
    'update.download': () => act(updates),
    'update.cancel': () => act(updates),
    'update.openPackage': () => act(updates),
    'update.install': () => act({}),
    'support.preview': () => act({ files: [{ name: 'README.txt', bytes: 1, text: 'x' }] }),
    'support.save': () => act({ path: '/out/bundle.zip', bytes: 1 }),
  }
  const calls = new WindowCalls(core, desktop, handlers, (channel) => void faults.push(channel))
  const invoke = (channel: Channel, input: unknown) => calls.invoke(channel, input, 'window-3', asker)
  return { asked, faults, invoke }
}

const refusal = (code: string) => ({ ok: false, error: { code, detail: expect.anything() } })

test('what is the core’s goes to the core as it came, with its caller', async () => {
  const { asked, invoke } = newDesk()
  expect(await invoke('members.search', { text: 'س' })).toEqual({ ok: true, value: 'core' })
  expect(asked).toEqual([['members.search', { text: 'س' }, 'window-3']])
})

test('every channel of the lane `window` is answered here, none by the core', async () => {
  const inputs: Partial<Record<Channel, unknown>> = {
    'desktop.savePdf': { print: { page: 'certificate', id: 'c' }, language: 'ar' },
    'desktop.printReady': {},
    'desktop.openWindow': { path: '/members/m1' },
    'desktop.showFile': { path: '/out/list.xlsx' },
    'device.about': {},
    'update.get': {},
    'update.check': {},
    'update.download': {},
    'update.cancel': {},
    'update.openPackage': { language: 'ar' },
    'update.install': {},
    'support.preview': {},
    'support.save': { language: 'ar' },
  }
  const lane = Object.entries(contracts).filter(([, { lane: of }]) => of === 'window')
  expect(lane.map(([channel]) => channel).sort()).toEqual(Object.keys(inputs).sort())
  for (const [channel, { output }] of lane) {
    const { asked, invoke } = newDesk({ path: '/out/c.pdf' })
    const answer = await invoke(channel as Channel, inputs[channel as Channel])
    expect(answer.ok && output.safeParse(answer.value).success, channel).toBe(true)
    expect(asked.flat()).not.toContain(channel)
  }
})

test('what is said wrongly, or by nobody, reaches no window', async () => {
  for (const [channel, input] of [
    ['desktop.openWindow', { path: 'https://elsewhere.example/' }],
    ['desktop.openWindow', { path: '//elsewhere"><script>' }],
    ['desktop.savePdf', { print: { page: 'passport', id: 'c' }, language: 'ar' }],
    ['desktop.showFile', {}],
    ['reports.export', { report: 'salaries' }],
  ] as const) {
    const { asked, invoke } = newDesk()
    expect(await invoke(channel, input), channel).toEqual(refusal('input/invalid'))
    expect(asked).toEqual([])
  }
  const nobody = newDesk({ signedIn: false })
  expect(await nobody.invoke('desktop.openWindow', { path: '/' })).toEqual(refusal('session/required'))
  expect(await nobody.invoke('reports.export', { report: 'members' })).toEqual(refusal('session/required'))
  expect(await nobody.invoke('desktop.printReady', {})).toEqual({ ok: true, value: {} })
  expect(nobody.asked).toEqual([['printReady', 3]])
})

test('an export asks the clerk where to, and is remembered once it is written', async () => {
  const { asked, invoke } = newDesk()
  expect(await invoke('reports.export', { report: 'members', id: 'e1', language: 'en' })).toMatchObject({ ok: true })
  expect(asked[0]).toEqual(['ask', 'members'])
  expect(asked[1]).toMatchObject(['reports.export', { report: 'members', id: 'e1', out: '/out/list.xlsx' }, 'window-3'])
  expect(asked[2]).toEqual(['wrote', '/out/list.xlsx'])
})

test('an export that the clerk gives up never begins; a page that names the file itself is refused', async () => {
  const givenUp = newDesk({ path: null })
  expect(await givenUp.invoke('reports.export', { report: 'members' })).toEqual(refusal('reports/cancelled'))
  expect(givenUp.asked).toEqual([['ask', 'members']])
  const naming = newDesk()
  expect(await naming.invoke('reports.export', { report: 'members', out: '/etc/x' })).toEqual(
    refusal('channel/refused'),
  )
  expect(naming.asked).toEqual([])
})

test('only a letter that was saved is remembered, and told to the audit trail', async () => {
  const print = { print: { page: 'appointment', id: 'a' }, language: 'en' }
  const saved = newDesk({ path: '/out/slip.pdf' })
  await saved.invoke('desktop.savePdf', print)
  const note = { action: 'desk.paper-saved', subject: 'appointment:a', detail: { language: 'en' } }
  expect(saved.asked.slice(-2)).toEqual([
    ['wrote', '/out/slip.pdf'],
    ['note', note],
  ])
  const givenUp = newDesk({ path: null })
  expect(await givenUp.invoke('desktop.savePdf', print)).toEqual({ ok: true, value: { path: null, bytes: 0 } })
  expect(givenUp.asked.flat()).not.toContain('wrote')
  expect(givenUp.asked.flat()).not.toContain('note')
})

test('errors of the table keep their code; others are told to the log and to nobody else', async () => {
  const full = newDesk({ fails: new AppError('desktop/too-many-windows', { windows: 8 }) })
  expect(await full.invoke('desktop.openWindow', { path: '/' })).toEqual({
    ok: false,
    error: { code: 'desktop/too-many-windows', detail: { windows: 8 } },
  })
  expect(full.faults).toEqual([])
  const broken = newDesk({ fails: new Error('a path of somebody') })
  expect(await broken.invoke('desktop.openWindow', { path: '/' })).toEqual(refusal('internal'))
  expect(broken.faults).toEqual(['desktop.openWindow'])
})
