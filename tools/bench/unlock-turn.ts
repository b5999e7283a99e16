import { parseArgs } from 'node:util'
import { createVaultedCore } from '#core/workers/vaulted-core.ts'
import { bundledThreads } from './bundled-threads.ts'

/** One start of a desk with a vault, bundled with it (core-process.ts), in a process of its own. Milliseconds. */
export interface UnlockTurn {
  /** From the passphrase until the store is open and the clerk is in. */
  readonly unlocked: number
  /** Processor time of that, all threads together. */
  readonly processor: number
  /** From the passphrase until the first search is answered. */
  readonly firstAnswer: number
  /** The same passphrase once more, at the lock of the screen: the store is open. */
  readonly reopened: number
}

const { values } = parseArgs({
  options: {
    profile: { type: 'string' },
    device: { type: 'string' },
    secret: { type: 'string' },
    clerk: { type: 'string' },
    passphrase: { type: 'string' },
  },
})
const { profile = '', device = '', secret = '', clerk = '', passphrase = '' } = values

const threads = bundledThreads()
const core = await createVaultedCore({
  profileDir: profile,
  deviceSecret: new Uint8Array(Buffer.from(secret, 'hex')),
  device: { id: device, name: 'bench' },
  authorityUrl: 'http://127.0.0.1:1',
  backgroundSync: true,
  network: 'node',
  offline: true,
  autoLockMinutes: 10,
  openBrowser: () => undefined,
  threads,
})
const ask = async (channel: string, input: unknown): Promise<void> => {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(answer.error.code)
}
// Nobody types a passphrase before the window has been drawn: the threads have loaded their code.
await new Promise((resolve) => setTimeout(resolve, 1500))
const began = performance.now()
const before = process.cpuUsage()
await ask('vault.unlock', { clerkId: clerk, passphrase })
const unlocked = performance.now() - began
const spent = process.cpuUsage(before)
const processor = (spent.user + spent.system) / 1000
await ask('members.search', { text: 'محمد' })
const firstAnswer = performance.now() - began
await ask('vault.lock', {})
const locked = performance.now()
await ask('vault.reopen', { secret: passphrase })
const reopened = performance.now() - locked
await core.close()
console.log(JSON.stringify({ unlocked, processor, firstAnswer, reopened } satisfies UnlockTurn))
