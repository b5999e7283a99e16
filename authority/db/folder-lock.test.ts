import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'
import { type ProcessMarks, processMarks } from './process-mark.ts'

const folder = mkdtempSync(join(tmpdir(), 'authority-lock-'))
const path = join(folder, 'authority.lock')
const children: { kill: () => boolean }[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill()
  rmSync(path, { force: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A process that lives for so long. */
function startOther(milliseconds = 60_000): number {
  const child = spawn(process.execPath, ['-e', `setTimeout(() => {}, ${milliseconds})`])
  children.push(child)
  return child.pid ?? 0
}

/** What Windows and macOS tell: nothing but whether a number is in use. */
const silent: ProcessMarks = { place: null, beganAt: () => null }
const quick = { ending: 100, beat: 20, silence: 400, wordless: 200, look: 10 }

test('a second one is refused until the first gives it back', async () => {
  const unlock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'store/busy', detail: { pid: process.pid } })
  unlock()
  const again = await lockFolder(folder)
  expect(existsSync(path)).toBe(true)
  again()
  expect(readdirSync(folder)).toEqual([])
})

test('the lock of a process that is gone, or that is ending, is taken over', async () => {
  writeFileSync(path, String(startOther(400)))
  const unlock = await lockFolder(folder)
  unlock()
  writeFileSync(path, '999999999')
  const again = await lockFolder(folder)
  again()
})

test('one that lives is not, whichever version wrote it', async () => {
  const pid = startOther()
  writeFileSync(path, String(pid))
  await expect(lockFolder(folder, { patience: quick })).rejects.toMatchObject({ code: 'store/busy', detail: { pid } })
  const { place } = processMarks
  writeFileSync(path, JSON.stringify({ pid, place, beganAt: processMarks.beganAt(pid) }))
  const again = lockFolder(folder, { patience: { ...quick, silence: 60_000 } })
  await expect(again).rejects.toMatchObject({ code: 'store/busy', detail: { pid } })
})

test('a lock without words is waited for, and taken over when nobody writes them', async () => {
  writeFileSync(path, '')
  const began = performance.now()
  const unlock = await lockFolder(folder, { patience: quick })
  expect(performance.now() - began).toBeGreaterThanOrEqual(quick.wordless)
  unlock()

  writeFileSync(path, '')
  const pid = startOther()
  const waiting = lockFolder(folder, { patience: quick })
  writeFileSync(path, String(pid))
  await expect(waiting).rejects.toMatchObject({ code: 'store/busy', detail: { pid } })
})

test.skipIf(processMarks.place === null)('a number that another process has by now is no holder', async () => {
  const pid = startOther()
  writeFileSync(path, JSON.stringify({ pid, place: processMarks.place, beganAt: '1' }))
  const unlock = await lockFolder(folder, { patience: { ...quick, silence: 60_000 } })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, place: processMarks.place })
  unlock()
})

test.each([
  ['the first version', String(process.pid)],
  ['this one', JSON.stringify({ pid: process.pid, place: null, beganAt: null })],
])('our own number, as %s wrote it, is nobody’s: in a container each start has the same', async (_, words) => {
  writeFileSync(path, words)
  const unlock = await lockFolder(folder, { patience: { ...quick, silence: 60_000 }, marks: silent })
  await expect(lockFolder(folder, { patience: quick, marks: silent })).rejects.toMatchObject({ code: 'store/busy' })
  unlock()
})

test.each([
  ['another container', 'elsewhere pid:[1]', processMarks],
  ['a system that tells nothing', null, silent],
])('a holder of %s is known by its touch, and given up without', async (_, place, marks) => {
  const words = JSON.stringify({ pid: startOther(), place, beganAt: null })
  writeFileSync(path, words)
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), quick.beat)
  try {
    await setTimeout(50)
    await expect(lockFolder(folder, { patience: quick, marks })).rejects.toMatchObject({ code: 'store/busy' })
    expect(readFileSync(path, 'utf8')).toBe(words)
  } finally {
    clearInterval(beat)
  }
  const began = performance.now()
  const unlock = await lockFolder(folder, { patience: quick, marks })
  expect(performance.now() - began).toBeGreaterThanOrEqual(quick.silence)
  unlock()
})

test('the holder touches its lock, and leaves alone what is another’s by now', async () => {
  const unlock = await lockFolder(folder, { patience: quick })
  const long = new Date('2026-01-01T00:00:00Z')
  utimesSync(path, long, long)
  await expect.poll(() => statSync(path).mtimeMs).toBeGreaterThan(long.getTime())
  writeFileSync(path, '1')
  unlock()
  expect(readFileSync(path, 'utf8')).toBe('1')
})

test('of many that find the lock of one that is gone, one takes it', async () => {
  writeFileSync(path, '999999999')
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, { patience: quick })))
  const won = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  expect(won).toHaveLength(1)
  for (const unlock of won) unlock()
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed one left of its taking over is cleared', async () => {
  writeFileSync(path, '999999999')
  writeFileSync(`${path}.clearing`, '')
  const unlock = await lockFolder(folder, { patience: quick })
  unlock()
  expect(readdirSync(folder)).toEqual([])
})
