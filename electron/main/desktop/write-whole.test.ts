import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeWhole } from './write-whole.ts'

const folder = mkdtempSync(join(tmpdir(), 'whole-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file is written, and written over, with nothing left beside it', async () => {
  const path = join(folder, 'رسالة.pdf')
  await writeWhole(path, Buffer.from('first'))
  await writeWhole(path, Buffer.from('second'))
  expect(readFileSync(path, 'utf8')).toBe('second')
  expect(readdirSync(folder)).toEqual(['رسالة.pdf'])
})

test('what cannot be written is an error of the table, and nothing is left behind', async () => {
  const taken = join(folder, 'taken.pdf')
  mkdirSync(taken)
  for (const path of [join(folder, 'gone', 'x.pdf'), taken]) {
    await expect(writeWhole(path, Buffer.from('x'))).rejects.toMatchObject({ code: 'reports/cannot-write' })
  }
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
})
