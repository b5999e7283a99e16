import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findProgram } from './find-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'programs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('finds what can be run, in the order of the path, and nothing else', ({ skip }) => {
  if (process.platform === 'win32') skip('files have no right to be run on Windows')
  for (const place of ['first', 'second']) mkdirSync(join(folder, place))
  writeFileSync(join(folder, 'first', 'text'), '')
  mkdirSync(join(folder, 'first', 'tool'))
  for (const name of ['text', 'tool']) {
    writeFileSync(join(folder, 'second', name), '#!/bin/sh\n')
    chmodSync(join(folder, 'second', name), 0o755)
  }
  const path = ['', join(folder, 'first'), join(folder, 'gone'), join(folder, 'second')].join(delimiter)
  expect(findProgram('text', path)).toBe(join(folder, 'second', 'text'))
  expect(findProgram('tool', path)).toBe(join(folder, 'second', 'tool'))
  expect(findProgram('missing', path)).toBeUndefined()
})
