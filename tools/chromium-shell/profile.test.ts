import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProfile, keepStorage, restoreStorage, sweepProfiles } from './profile.ts'

it('sweeps the profiles of dead processes, and leaves those of living ones and those that Chromium still uses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'))
  const own = createProfile(folder)
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const stale = join(folder, `mumaris-shell-${dead}-abc`)
  const foreign = join(folder, 'something-else')
  const running = join(folder, `mumaris-shell-${dead}-def`)
  mkdirSync(stale)
  mkdirSync(running)
  if (process.platform !== 'win32') symlinkSync(`host-${process.pid}`, join(running, 'SingletonLock'))
  mkdirSync(foreign)
  sweepProfiles(folder)
  expect([own, stale, foreign].map((path) => existsSync(path))).toEqual([true, false, true])
  expect(existsSync(running)).toBe(process.platform !== 'win32')
  rmSync(folder, { recursive: true })
})

it('gives the next profile the storage that pages kept, without what was there before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'))
  const sessionData = join(folder, 'session')
  mkdirSync(sessionData)
  for (const word of ['first', 'second']) {
    const profile = createProfile(folder)
    restoreStorage(profile, sessionData)
    mkdirSync(join(profile, 'Default', 'Local Storage'), { recursive: true })
    writeFileSync(join(profile, 'Default', 'Local Storage', 'log'), word)
    keepStorage(profile, sessionData)
  }
  const next = createProfile(folder)
  restoreStorage(next, sessionData)
  expect(readFileSync(join(next, 'Default', 'Local Storage', 'log'), 'utf8')).toBe('second')
  rmSync(folder, { recursive: true })
})
