import { expect, test } from 'vitest'
import { unmetPasswordRules } from '#shared/domain/clerks/password-policy.ts'
import { drawPassword, hashPassword, isPassword, rejectPassword } from './passwords.ts'

test('a password is kept as a hash with its own salt, and found again however its letters are composed', async () => {
  const [kept, again] = [await hashPassword('Sand&Ink-é42'), await hashPassword('Sand&Ink-é42')]
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(kept).not.toBe(again)
  expect(await isPassword('Sand&Ink-e\u030142', kept)).toBe(true)
  expect(await isPassword('Sand&Ink-é43', kept)).toBe(false)
  expect(await isPassword('x', 'plain')).toBe(false)
  expect(await rejectPassword('x')).toBe(false)
})

test('hashes of the reference implementation are read', async () => {
  // argon2 command line: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
  const kept = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await isPassword('password', kept)).toBe(true)
  expect(await isPassword('passwore', kept)).toBe(false)
})

test('more than a line of people at once are told to wait, and the line empties', async () => {
  const kept = '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  const answers = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword('x', kept)))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'authority/too-many' })
  expect(answers.length - refused.length).toBeGreaterThan(40)
  expect(await isPassword('x', kept)).toBe(false)
})

test('drawn passwords meet the policy and are not drawn twice', () => {
  const drawn = Array.from({ length: 200 }, drawPassword)
  expect(new Set(drawn).size).toBe(200)
  for (const password of drawn) {
    expect(password).toHaveLength(16)
    expect(unmetPasswordRules(password, { names: [] })).toEqual([])
  }
})
