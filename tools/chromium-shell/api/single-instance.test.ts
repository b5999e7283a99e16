import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SingleInstance } from './single-instance.ts'

const SELF = { argv: ['a', '--flag'], workingDirectory: '/', additionalData: { n: 1 } }

describe('the single instance lock', () => {
  let folder: string
  const first = new SingleInstance()
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'single-'))))
  afterEach(() => {
    first.release()
    rmSync(folder, { recursive: true })
  })

  it('takes over the lock of a process that was killed', () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    writeFileSync(join(folder, 'instance.lock'), String(dead))
    expect(first.request(folder, SELF, () => {})).toBe(true)
    expect(readFileSync(join(folder, 'instance.lock'), 'utf8')).toBe(String(process.pid))
  })

  it('takes over a lock whose process number now belongs to a stranger', { timeout: 20_000 }, () => {
    writeFileSync(join(folder, 'instance.lock'), String(process.ppid))
    expect(first.request(folder, SELF, () => {})).toBe(true)
  })

  it('can be released and taken again', () => {
    expect(first.request(folder, SELF, () => {})).toBe(true)
    expect(first.held).toBe(true)
    first.release()
    expect(first.held).toBe(false)
    expect(first.request(folder, SELF, () => {})).toBe(true)
  })
})
