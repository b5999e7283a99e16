import { createInterface } from 'node:readline'
import { setImmediate as breathe } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ReaderDesk } from '#core/workers/reader-desk.ts'
import { contracts } from '#shared/contracts/contract-map.ts'

/**
 * A clerk who types while rows come: a reader in a process of its own, which follows the changes between questions as
 * the reader's thread does (workers/reader.ts). Says `ready` after the first answers. Told `type` on standard input it
 * types until it is told `rest`, and then says how long each answer took from the moment it was asked, in milliseconds,
 * as JSON. Ends with its input.
 */
const { values } = parseArgs({
  options: { profile: { type: 'string' }, key: { type: 'string' }, clerk: { type: 'string' } },
})
const typed = ['محمد', 'فهد ناصر', 'نو', 'alqah', 'mohammed al', 'عبد الله', '2050', 'سارة خ']
const reader = new ReaderDesk({
  profileDir: values.profile ?? '',
  key: new Uint8Array(Buffer.from(values.key ?? '', 'hex')),
  authorityUrl: '',
  demo: true,
  isProtected: false,
  backgroundSync: false,
  offline: true,
  hostNetwork: false,
  clockOffset: 0,
})
const search = (text: string): unknown =>
  reader.handle('members.search', contracts['members.search'].input.parse({ text }), values.clerk ?? '')

/** Between two keys, and two looks of the reader at what came, in milliseconds. */
const keyEvery = 50
const lookEvery = 25

/** Types until told to rest; answers how long each answer took from the moment it was asked. */
async function type(): Promise<number[]> {
  const times: number[] = []
  for (let [n, due] = [0, performance.now()]; state.types; n += 1) {
    search(typed[n % typed.length] ?? '')
    times.push(performance.now() - due)
    due = performance.now() + keyEvery
    // It looks by itself meanwhile, as while rows come; a step of warming that goes on when the next key is pressed keeps
    // it waiting.
    do {
      const left = Math.max(0, Math.min(due - performance.now(), lookEvery))
      await (reader.warm() === 'more' ? breathe() : new Promise((resolve) => setTimeout(resolve, left)))
    } while (state.types && performance.now() < due)
  }
  return times
}

const state = { types: false }
for (const text of typed) search(text)
process.stdout.write('ready\n')
for await (const word of createInterface({ input: process.stdin })) {
  if (word === 'type') {
    state.types = true
    void type().then((times) => process.stdout.write(`${JSON.stringify(times)}\n`))
  } else state.types = false
}
reader.close()
