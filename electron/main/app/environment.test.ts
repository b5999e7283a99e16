import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

test('what is not set is the default: no demo', () => {
  expect(readEnvironment({})).toEqual({
    profile: undefined,
    authorityUrl: 'http://127.0.0.1:47600',
    authorityFrom: 'default',
    demo: false,
    clockAhead: 0,
  })
})

test('a demo run with its own profile', () => {
  const variables = { MUMARIS_AUTHORITY: 'http://127.0.0.1:5000', MUMARIS_PROFILE: '/tmp/p', MUMARIS_DEMO: '1' }
  expect(readEnvironment(variables)).toEqual({
    profile: '/tmp/p',
    authorityUrl: 'http://127.0.0.1:5000',
    authorityFrom: 'environment',
    demo: true,
    clockAhead: 0,
  })
})

test('an address that is none is refused by name', () => {
  for (const address of ['authority.example', 'file:///etc/passwd', 'javascript:1', '']) {
    expect(() => readEnvironment({ MUMARIS_AUTHORITY: address })).toThrow('MUMARIS_AUTHORITY')
  }
})

test('a clock that runs ahead is for demos alone', () => {
  expect(readEnvironment({ MUMARIS_DEMO: '1', MUMARIS_CLOCK_AHEAD_HOURS: '96' }).clockAhead).toBe(96 * 3_600_000)
  for (const variables of [
    { MUMARIS_CLOCK_AHEAD_HOURS: '96' },
    { MUMARIS_DEMO: '1', MUMARIS_CLOCK_AHEAD_HOURS: '-1' },
    { MUMARIS_DEMO: '1', MUMARIS_CLOCK_AHEAD_HOURS: 'soon' },
  ])
    expect(() => readEnvironment(variables)).toThrow('MUMARIS_CLOCK_AHEAD_HOURS')
})
