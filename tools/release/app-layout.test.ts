import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPackage, getRawHeader } from '@electron/asar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findApp } from './app-layout.ts'
import { carriesHashOf, findAltered } from './verify-archive.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-layout-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['win32', ['Mumaris Desk.exe'], 'resources'],
  ['darwin', ['Mumaris Desk.app', 'Contents', 'Info.plist'], join('Mumaris Desk.app', 'Contents', 'Resources')],
] as const)('the hash of the archive is looked for in what %s carries it in', async (platform, carrier, resources) => {
  const source = join(folder, 'source')
  mkdirSync(source)
  writeFileSync(join(source, 'index.js'), 'import "electron"')
  const archive = join(folder, resources, 'app.asar')
  mkdirSync(join(folder, resources), { recursive: true })
  await createPackage(source, archive)
  const hash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex')
  writeFileSync(join(folder, ...carrier), Buffer.from(`\0{"alg":"SHA256","value":"${hash}"}\0`))

  const app = findApp(folder)
  expect([app.platform, app.resources]).toEqual([platform, join(folder, resources)])
  expect(app.integrity).toBe(join(folder, ...carrier))
  expect(carriesHashOf(archive, app.integrity ?? '')).toBe(true)
  expect(findAltered(archive)).toEqual([])
  writeFileSync(join(folder, ...carrier), `{"value":"${'0'.repeat(64)}"}`)
  expect(carriesHashOf(archive, app.integrity ?? '')).toBe(false)
})

test('a folder without an app is said to have none', () => {
  expect(() => findApp(folder)).toThrow('There is no packed app')
})
