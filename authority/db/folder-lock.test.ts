import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'authority-lock-'))
const path = join(folder, 'authority.lock')
afterEach(() => rmSync(path, { force: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a second one is refused until the first gives it back', async () => {
  const unlock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'store/busy', detail: { pid: process.pid } })
  unlock()
  const again = await lockFolder(folder)
  expect(existsSync(path)).toBe(true)
  again()
  expect(existsSync(path)).toBe(false)
})

test('the lock of a process that is gone, or that is ending, is taken over', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 400)'])
  writeFileSync(path, String(child.pid))
  const unlock = await lockFolder(folder)
  unlock()
  writeFileSync(path, '999999999')
  const again = await lockFolder(folder)
  again()
})
