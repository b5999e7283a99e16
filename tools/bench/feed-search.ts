import { parseArgs } from 'node:util'
import { ReaderDesk } from '#core/workers/reader-desk.ts'
import { contracts } from '#shared/contracts/contract-map.ts'

/**
 * A clerk who types while rows come: a reader in a process of its own. Says `ready` after the first answer; told `end` on
 * standard input, it says how long each answer took, in milliseconds, as JSON.
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

let running = true
process.stdin.once('data', () => {
  running = false
})
for (const text of typed) search(text)
process.stdout.write('ready\n')
const times: number[] = []
for (let n = 0; running; n += 1) {
  const began = performance.now()
  search(typed[n % typed.length] ?? '')
  times.push(performance.now() - began)
  await new Promise((resolve) => setTimeout(resolve, 10))
}
reader.close()
process.stdout.write(`${JSON.stringify(times)}\n`)
process.stdin.destroy()
