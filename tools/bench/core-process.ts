import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import type { CoreTurn } from './core-turn.ts'
import { keystrokes } from './keystrokes.ts'
import type { BenchRegister } from './register.ts'
import type { UnlockTurn } from './unlock-turn.ts'

const root = join(import.meta.dirname, '..', '..')

/** The core's threads bundled as the application ships them: to strip types is no part of a start. */
export async function bundleCore(): Promise<string> {
  const outDir = join(root, '.cache', 'bench', 'core')
  const workers = join(root, 'electron', 'core', 'workers')
  const names = ['writer', 'reader', 'counter', 'exporter', 'keeper']
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: ['cbor2', 'kysely', 'zod'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          'core-turn': join(import.meta.dirname, 'core-turn.ts'),
          'unlock-turn': join(import.meta.dirname, 'unlock-turn.ts'),
          ...Object.fromEntries(names.map((name) => [name, join(workers, `${name}.ts`)])),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          comments: { legal: true, annotation: false, jsdoc: false },
        },
      },
    },
  })
  return outDir
}

/** What a start of the core does besides answering a first search. */
interface CoreStart {
  /** Whether the threads have loaded their code before the key is there, as in the application. */
  readonly loaded?: boolean
  /** Also waits for the lists in memory, and searches. */
  readonly warm?: boolean
}

/** Starts the core once, in a process of its own. */
export async function startCore(
  bundle: string,
  register: BenchRegister,
  { loaded = false, warm = false }: CoreStart,
): Promise<CoreTurn> {
  const typed = join(bundle, `typed-${register.rows}.json`)
  if (warm) writeFileSync(typed, JSON.stringify(keystrokes(register.rows, 100)))
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(bundle, 'core-turn.js'),
    '--profile',
    register.dir,
    '--key',
    Buffer.from(register.key).toString('hex'),
    ...(loaded ? ['--loaded'] : []),
    ...(warm ? ['--typed', typed] : []),
  ])
  return JSON.parse(stdout) as CoreTurn
}

/** A profile with a vault, and who opens it. */
interface LockedProfile {
  readonly profile: string
  readonly device: string
  readonly deviceSecret: Uint8Array
  readonly clerkId: string
  readonly passphrase: string
}

/** Unlocks a desk once, in a process of its own. */
export async function unlockCore(bundle: string, locked: LockedProfile): Promise<UnlockTurn> {
  const { profile, device, deviceSecret, clerkId, passphrase } = locked
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(bundle, 'unlock-turn.js'),
    '--profile',
    profile,
    '--device',
    device,
    '--secret',
    Buffer.from(deviceSecret).toString('hex'),
    '--clerk',
    clerkId,
    '--passphrase',
    passphrase,
  ])
  return JSON.parse(stdout) as UnlockTurn
}
