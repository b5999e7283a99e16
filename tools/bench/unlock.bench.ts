import { randomBytes, randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argon2id } from 'hash-wasm'
import { slotParameters } from '#core/vault/key-slot.ts'
import { Slots } from '#core/vault/slots.ts'
import { VaultFile } from '#core/vault/vault-file.ts'
import { bundleCore, unlockCore } from './core-process.ts'
import { atLeast, atMost, type Bench, type Contestant } from './measure.ts'
import { openBenchRegister } from './register.ts'

const passphrase = 'مطر خفيف على طريق الطائف'

/** The limit beneath it: the hash alone, with what a slot costs, in a process where it has run before. */
function hashAlone(): Contestant {
  const { memoryKiB: memorySize, passes: iterations, lanes: parallelism } = slotParameters
  return {
    name: 'argon2id alone',
    turn: async () => {
      const before = process.cpuUsage()
      const began = performance.now()
      await argon2id({
        password: passphrase,
        salt: randomBytes(16),
        memorySize,
        iterations,
        parallelism,
        hashLength: 32,
        outputType: 'binary',
      })
      const samples = [performance.now() - began]
      const { user, system } = process.cpuUsage(before)
      return { units: 1, samples, figures: { 'processor, ms': (user + system) / 1000 } }
    },
  }
}

/** What a clerk waits for after their passphrase: long enough for who guesses, short enough for who works. */
export const bench: Bench = {
  title: 'unlocks of a desk with encrypted members: passphrase → key → slot → opened store (a process a turn)',
  units: 'unlocks',
  rows: 20_000,
  prepare: async ({ rows }) => {
    const { dir: shared, key: dataKey, clerk } = openBenchRegister(rows)
    const profile = mkdtempSync(join(tmpdir(), 'bench-unlock-'))
    cpSync(shared, profile, { recursive: true })
    const deviceSecret = new Uint8Array(randomBytes(32))
    const device = randomUUID()
    const slots = new Slots({
      file: VaultFile.open(profile, deviceSecret, device),
      deviceSecret,
      onChanged: () => undefined,
      elapsed: () => performance.now(),
      now: () => Date.now(),
    })
    await slots.enrol(clerk, { dataKey, signingKey: new Uint8Array(randomBytes(32)), pin: null }, passphrase)
    const bundle = await bundleCore()
    const unlock: Contestant = {
      name: 'unlock',
      turn: async () => {
        const { unlocked, processor, firstAnswer, reopened } = await unlockCore(bundle, {
          profile,
          device,
          deviceSecret,
          clerkId: clerk.id,
          passphrase,
        })
        const figures = { 'processor, ms': processor, 'first answer, ms': firstAnswer, 'reopened, ms': reopened }
        return { units: 1, samples: [unlocked], figures }
      },
    }
    return {
      contestants: [unlock, hashAlone()],
      comparisons: [{ name: 'unlock ÷ argon2id alone', of: 'unlock', to: 'argon2id alone', by: 'p50' }],
      tearDown: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }),
    }
  },
  goals: (results) => {
    const p50 = results.find(({ name }) => name === 'unlock')?.p50
    return [atLeast('unlock, p50 in ms', 150, p50), atMost('unlock, p50 in ms', 800, p50)]
  },
}
