import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AppError } from '#shared/kernel/errors.ts'
import { deleteCrashDumps, hearUncaught, recoverPages } from './crashes.ts'

function newRecovery() {
  const lines: unknown[][] = []
  const failures: AppError[] = []
  let now = 0
  const write = (...line: unknown[]) => void lines.push(line)
  return {
    lines,
    failures,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    ports: {
      log: { error: write, warn: write, info: write },
      elapsed: () => now,
      giveUp: (failure: AppError) => void failures.push(failure),
    },
  }
}

test('dumps of a crash are deleted wherever they lie, and nothing else is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dumps-'))
  const { lines, ports } = newRecovery()
  mkdirSync(join(folder, 'pending'))
  for (const name of ['pending/a.dmp', 'b.dmp', 'settings.dat']) writeFileSync(join(folder, name), 'memory')
  expect(deleteCrashDumps(folder, ports.log)).toBe(2)
  expect(readdirSync(folder, { recursive: true }).map(String).sort()).toEqual(['pending', 'settings.dat'])
  expect(lines).toEqual([['crash-dumps-deleted', { count: 2 }]])
  expect(deleteCrashDumps(folder, ports.log)).toBe(0)
  expect(deleteCrashDumps(join(folder, 'nothing'), ports.log)).toBe(0)
  expect(lines).toHaveLength(1)
  rmSync(folder, { recursive: true })
})

test('a page that died is loaded again; one that goes on dying is not', () => {
  const app = new EventEmitter()
  const { lines, failures, pass, ports } = newRecovery()
  recoverPages(app as never, ports)
  let reloads = 0
  const contents = { reload: () => void (reloads += 1), isDestroyed: () => false }
  const die = (reason: string) => app.emit('render-process-gone', {}, contents, { reason, exitCode: 139 })
  die('clean-exit')
  expect([reloads, lines.length]).toEqual([0, 0])
  for (let times = 0; times < 3; times++) die('crashed')
  expect([reloads, failures.length]).toEqual([3, 0])
  expect(lines[0]).toEqual(['fault', { code: 'desktop/page-gone', channel: 'page', reason: 'crashed', exitCode: 139 }])
  // Long ago is forgotten.
  pass(61_000)
  die('oom')
  expect([reloads, failures.length]).toEqual([4, 0])
  for (let times = 0; times < 3; times++) die('oom')
  expect([reloads, failures.length]).toEqual([6, 1])
  expect(failures[0]).toMatchObject({ code: 'desktop/page-gone', detail: { reason: 'oom' } })
})

test('a window that is gone is not loaded again; other processes are a line of the log', () => {
  const app = new EventEmitter()
  const { lines, ports } = newRecovery()
  recoverPages(app as never, ports)
  const reload = () => {
    throw new Error('it is gone')
  }
  app.emit('render-process-gone', {}, { reload, isDestroyed: () => true }, { reason: 'killed', exitCode: 9 })
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 1, name: 'somebody' })
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 })
  expect(lines.map(([event]) => event)).toEqual(['fault', 'process-gone'])
  expect(JSON.stringify(lines)).not.toContain('somebody')
})

test('what nobody caught is written by its place, never by its message', () => {
  const process = new EventEmitter()
  const { lines, failures, ports } = newRecovery()
  hearUncaught(process, ports)
  process.emit('unhandledRejection', new TypeError('canary 1000047113'))
  expect(failures).toEqual([])
  process.emit('uncaughtException', new TypeError('canary 1000047113'))
  expect(failures).toMatchObject([{ code: 'internal' }])
  expect(lines).toHaveLength(2)
  const text = JSON.stringify(lines)
  expect(text).toContain('TypeError')
  expect(text).toContain('crashes.test.ts')
  expect(text).not.toContain('canary')
})
