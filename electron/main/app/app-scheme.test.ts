import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerFromFolder } from './app-scheme.ts'

let root: string
let folder: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'scheme-'))
  folder = join(root, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.js'), 'outside')
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head><title>x</title></head></html>')
  writeFileSync(join(folder, 'assets', 'index.js'), 'export {}')
  writeFileSync(join(folder, 'notes.txt'), 'not of the page')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

test('the page carries a nonce of its own, the same in header and meta, and another the next time', async () => {
  const nonces = new Set<string>()
  for (let time = 0; time < 3; time++) {
    const response = await answerFromFolder(folder, 'app://desk/index.html')
    const policy = response.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
    expect(await response.text()).toContain(`<meta name="csp-nonce" content="${nonce}">`)
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})

test('scripts are served with their type', async () => {
  const response = await answerFromFolder(folder, 'app://desk/assets/index.js')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/javascript')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('nothing outside of the folder, of another host or of an unknown type is served', async () => {
  for (const url of [
    'app://desk/../secret.js',
    'app://desk/%2e%2e/secret.js',
    'app://desk/..%2fsecret.js',
    'app://desk/assets/..%2f..%2fsecret.js',
    'app://other/index.html',
    'app://desk/notes.txt',
    'app://desk/missing.js',
    'app://desk/assets',
  ]) {
    expect((await answerFromFolder(folder, url)).status, url).toBe(404)
  }
})
