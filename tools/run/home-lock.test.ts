import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deskHome } from './desk-home.ts'
import { lockHome } from './home-lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'home-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lets one process in at a time', () => {
  const first = lockHome(folder)
  expect(lockHome(folder)).toEqual({ heldBy: process.pid })
  if ('release' in first) first.release()
  expect(lockHome(folder)).toHaveProperty('release')
})

it.each(['', 'not a number'])('takes over a lock that holds %j', (content) => {
  writeFileSync(join(folder, 'running.pid'), content)
  expect(lockHome(folder)).toHaveProperty('release')
})

it('takes over the lock of a process that is gone', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  writeFileSync(join(folder, 'running.pid'), String(gone))
  expect(lockHome(folder)).toHaveProperty('release')
})

it('keeps its data where each system keeps such data', () => {
  expect(deskHome({ MUMARIS_HOME: '/here', XDG_DATA_HOME: '/x' }, 'linux')).toBe('/here')
  expect(deskHome({ XDG_DATA_HOME: '/x' }, 'linux')).toBe(join('/x', 'mumaris-desk'))
  expect(deskHome({ LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe(join('C:\\Local', 'Mumaris Desk'))
  expect(deskHome({}, 'darwin')).toMatch(/Application Support.Mumaris Desk$/)
})
