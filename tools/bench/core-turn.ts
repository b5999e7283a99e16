import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createDeskCore } from '#core/workers/desk-core.ts'
import { bundledThreads } from './bundled-threads.ts'

/** One start of the core, bundled with it (core-process.ts), in a process of its own. Times in milliseconds, memory in MB, of all threads together. */
export interface CoreTurn {
  /** From the key being there to the answer to the first search; where the code is loaded only then, with that. */
  readonly firstAnswer: number
  /** Until the lists of the search were in memory; 0 where it was not waited for. */
  readonly warm: number
  readonly memory: number
  readonly peak: number
}

const { values } = parseArgs({
  options: {
    profile: { type: 'string' },
    key: { type: 'string' },
    typed: { type: 'string' },
    loaded: { type: 'boolean', default: false },
  },
})
const { profile = '', key = '', typed, loaded } = values

let peak = 0
const sampler = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 20)

const threads = bundledThreads()
// The application loads their code while it starts and fetches the key.
if (loaded) await new Promise((resolve) => setTimeout(resolve, 1500))
const began = performance.now()
const core = await createDeskCore({
  profileDir: profile,
  key: new Uint8Array(Buffer.from(key, 'hex')),
  authorityUrl: 'http://127.0.0.1:1',
  demo: true,
  protected: false,
  backgroundSync: true,
  network: 'node',
  offline: true,
  rememberClerk: true,
  threads,
})
const search = async (text: string): Promise<number> => {
  const answer = await core.invoke('members.search', { text })
  if (!answer.ok) throw new Error(answer.error.code)
  return (answer.value as { total: number }).total
}
await search('محمد')
const firstAnswer = performance.now() - began
let warmAfter = 0
if (typed !== undefined) {
  // A word with a letter wrong is found by the lists in memory only.
  while ((await search('محمج ')) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  warmAfter = performance.now() - began
  for (const text of JSON.parse(readFileSync(typed, 'utf8')) as string[]) await search(text)
}
clearInterval(sampler)
const memory = process.memoryUsage.rss()
await core.close()
console.log(
  JSON.stringify({
    firstAnswer,
    warm: warmAfter,
    memory: memory / 1e6,
    peak: Math.max(peak, memory) / 1e6,
  } satisfies CoreTurn),
)
