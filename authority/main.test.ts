import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { MetaOutput } from '#shared/protocol/session.ts'

const main = join(import.meta.dirname, 'main.ts')
const home = mkdtempSync(join(tmpdir(), 'authority-main-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

interface Started {
  readonly lines: readonly Record<string, unknown>[]
  readonly url: string
  readonly said: string
  readonly code: number | null
  readonly stop: () => Promise<number | null>
}

/** Runs the authority until it is ready or has ended. */
async function run(...words: string[]): Promise<Started> {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const lines: Record<string, unknown>[] = []
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = JSON.parse(line) as Record<string, unknown>
      lines.push(parsed)
      if (parsed.ready === true) resolve(String(parsed.url))
    })
  })
  const url = await Promise.race([ready, ended.then(() => '')])
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { lines, url, said, code: child.exitCode, stop }
}

const metaOf = async ({ url }: Started) => MetaOutput.parse(await (await fetch(`${url}/v1/meta`)).json())

test('a folder: begun once, kept to one process, opened again, restored from its dump when it is damaged', async () => {
  const words = ['--data', join(home, 'a'), '--port', '0', '--demo', '--members', '40', '--seed', 'main']
  const first = await run(...words)
  expect(first.lines.at(-1)).toEqual({ ready: true, url: first.url, demo: true, members: 40 })
  const { epoch } = await metaOf(first)

  const second = await run(...words)
  expect(second.code).toBe(1)
  expect(second.said).toMatch(/in use by another copy[\s\S]*store\/busy/)
  expect(await first.stop()).toBe(0)
  expect(readdirSync(join(home, 'a')).sort()).toEqual(['pglite', 'register.tar'])

  const again = await run(...words, '--members', '41')
  expect(again.lines).toEqual([{ ready: true, url: again.url, demo: true, members: 40 }])
  expect((await metaOf(again)).epoch).toBe(epoch)
  await again.stop()

  // What a disk does to it: the file that says which files there are is empty.
  truncateSync(join(home, 'a', 'pglite', 'global', 'pg_control'), 0)
  const restored = await run(...words)
  expect(restored.lines.at(-1)).toMatchObject({ ready: true, members: 40 })
  expect((await metaOf(restored)).epoch).not.toBe(epoch)
  expect(readdirSync(join(home, 'a')).some((name) => name.startsWith('pglite-damaged-'))).toBe(true)
  expect(restored.said).toContain('register-restored-from-dump')
  await restored.stop()
}, 120_000)

test('wrong words are answered with the usage', async () => {
  const nowhere = await run('--port', '0')
  expect(nowhere).toMatchObject({ code: 1, lines: [] })
  expect(nowhere.said).toContain('--data DIR')
  const odd = await run('--data', join(home, 'b'), '--members', 'many')
  expect(odd.said).toContain('--members is a whole number')
  const open = await run('--data', join(home, 'b'), '--host', '0.0.0.0')
  expect(open.said).toContain('--public-url')
  const half = await run('--data', join(home, 'b'), '--issuer', 'https://id.example')
  expect(half.said).toContain('--issuer needs --audience and --client-id')
  expect(existsSync(join(home, 'b'))).toBe(false)
})
