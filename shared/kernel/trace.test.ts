import { expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { traceOf } from './trace.ts'

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (thrown) {
    return thrown
  }
}

test('a trace says what kind of error and where, never what it was given', () => {
  const parse = thrownBy(() => JSON.parse('فهد القحطاني, 1000047113'))
  expect(String(parse)).toContain('فهد')
  expect(traceOf(parse)).toMatch(/^SyntaxError\n {4}at JSON\.parse.*\n {4}at .*trace\.test\.ts/)
  expect(traceOf(parse)).not.toMatch(/فهد|1000047113/)
  const lines = Object.assign(new Error('of\nseveral lines: 1000047113'), { code: 'SQLITE_CONSTRAINT' })
  expect(traceOf(lines)).toMatch(/^Error SQLITE_CONSTRAINT\n {4}at /)
  expect(traceOf(lines)).not.toContain('1000047113')
  expect(traceOf(new AppError('sync/gap', { seq: 7 }))).toMatch(/^AppError: sync\/gap \{"seq":7\}\n {4}at /)
  expect(traceOf('1000047113')).toBe('Thrown: string')
})
