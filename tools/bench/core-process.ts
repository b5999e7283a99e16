import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import type { CoreTurn } from './core-turn.ts'
import { keystrokes } from './keystrokes.ts'
import type { BenchRegister } from './register.ts'

const root = join(import.meta.dirname, '..', '..')

/** The core's threads bundled as the application ships them: to strip types is no part of a start. */
export async function bundleCore(): Promise<string> {
  const outDir = join(root, '.cache', 'bench', 'core')
  const workers = join(root, 'electron', 'core', 'workers')
  const names = ['writer', 'reader', 'counter', 'exporter']
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: ['kysely', 'zod'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          'core-turn': join(import.meta.dirname, 'core-turn.ts'),
          ...Object.fromEntries(names.map((name) => [name, join(workers, `${name}.ts`)])),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  return outDir
}

/** Starts the core once, in a process of its own. @param warm also waits for the lists in memory, and searches. */
export async function startCore(bundle: string, register: BenchRegister, warm: boolean): Promise<CoreTurn> {
  const typed = join(bundle, `typed-${register.rows}.json`)
  if (warm) writeFileSync(typed, JSON.stringify(keystrokes(register.rows, 100)))
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(bundle, 'core-turn.js'),
    '--profile',
    register.dir,
    '--key',
    Buffer.from(register.key).toString('hex'),
    ...(warm ? ['--typed', typed] : []),
  ])
  return JSON.parse(stdout) as CoreTurn
}
