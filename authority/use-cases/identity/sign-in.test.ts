import { expect, test } from 'vitest'
import { buildClerk } from '#shared/testing/builders.ts'
import { listAudit } from '../../repositories/audit.ts'
import { describeOnBoth } from '../../test/backends.ts'
import { cheapHashes } from '../../test/sign-in-helper.ts'
import { addRows, type TestContext, testContext } from '../../test/test-context.ts'
import { addAccount, addClerk, resetAccount, unlockAccount } from './accounts.ts'
import { SignIn, type SignInAnswer } from './sign-in.ts'
import { codeOf, stepAt } from './totp.ts'

const words = { password: 'Sand&Ink-4242', again: 'Sand&Ink-4242' }

const contextOn = (db: TestContext['db']): TestContext => ({
  ...testContext(db, { demo: false }),
  passwordCost: cheapHashes,
})

/** Sets an account up; answers its second factor and its recovery codes. */
async function setUp(context: TestContext, uid = 'first') {
  await addRows(context.db, { clerks: [buildClerk({ id: 'noura' })] })
  const password = await addAccount(context, 'noura', 'Noura.A')
  const signIn = new SignIn(context, { uid, address: '10.0.0.1' })
  await signIn.enterPassword({ username: 'noura.a', password })
  const { step } = await signIn.changePassword(words)
  if (step.at !== 'enrol') throw new Error(step.at)
  const secret = Buffer.from(step.key.match(/.{8}/g)?.flatMap(unpack) ?? [])
  const enrolled = await signIn.enrol({ code: codeOf(secret, stepAt(context.clock.now())) })
  if (enrolled.step.at !== 'recovery') throw new Error(enrolled.step.at)
  return { secret, codes: enrolled.step.codes, signIn }
}

/** Five bytes of eight letters of base32. */
function unpack(letters: string): number[] {
  const value = [...letters].reduce(
    (sum, letter) => sum * 32n + BigInt('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)),
    0n,
  )
  return [32n, 24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) & 255n))
}

const outcome = ({ step, fault }: SignInAnswer) => [step.at, fault?.kind ?? null]

await describeOnBoth('a sign-in', (backend) => {
  test('the second factor: a code once, a step around its own; a recovery code once; a name that nobody has is no different', async () => {
    const context = contextOn(backend.database.db)
    const { secret, codes, signIn } = await setUp(context)
    expect(outcome(await signIn.keepRecoveryCodes())).toEqual(['done', null])
    const next = async (uid: string) => {
      const again = new SignIn(context, { uid, address: '10.0.0.1' })
      expect(outcome(await again.enterPassword({ username: 'NOURA.A ', password: words.password }))).toEqual([
        'code',
        null,
      ])
      return again
    }
    const second = await next('second')
    const step = stepAt(context.clock.now())
    // The step of the set-up was used.
    expect(outcome(await second.enterCode({ code: codeOf(secret, step) }))).toEqual(['code', 'wrong'])
    expect(outcome(await second.enterCode({ code: codeOf(secret, step + 2) }))).toEqual(['code', 'wrong'])
    const code = codeOf(secret, step + 1)
    const both = await Promise.all([
      second.enterCode({ code: ` ${code.slice(0, 3)} ${code.slice(3)}` }),
      (await next('third')).enterCode({ code }),
    ])
    expect(both.map(({ step: { at } }) => at).sort()).toEqual(['code', 'done'])
    const [recovery = ''] = codes
    const fourth = await next('fourth')
    expect(outcome(await fourth.enterCode({ code: recovery.toLowerCase() }))).toEqual(['done', null])
    expect(outcome(await (await next('fifth')).enterCode({ code: recovery }))).toEqual(['code', 'wrong'])

    const { totpSecret } = await context.db.selectFrom('accounts').select('totpSecret').executeTakeFirstOrThrow()
    expect(totpSecret).not.toContain(secret.toString('base64'))
    const kept = await context.db.selectFrom('recoveryCodes').selectAll().execute()
    expect(kept).toHaveLength(7)
    expect(JSON.stringify(kept)).not.toContain(codes[1] ?? 'none')
    const actions = (await listAudit(context.db, 'clerk:noura')).map(({ action, actor }) => `${action} by ${actor}`)
    expect(actions.filter((text) => text.startsWith('signed-in'))).toEqual(Array(3).fill('signed-in by noura'))
    expect(actions.filter((text) => text.startsWith('sign-in-failed'))).toEqual(
      Array(4).fill('sign-in-failed by system'),
    )
  })

  test('who guesses waits, at a name that there is and at one that there is not; the right password helps nobody meanwhile', async () => {
    const context = contextOn(backend.database.db)
    await setUp(context)
    const guess = (username: string, password: string) =>
      new SignIn(context, { uid: 'guess', address: '10.0.0.9' }).enterPassword({ username, password })
    for (const username of ['noura.a', 'nobody']) {
      const answers: unknown[] = []
      for (let time = 0; time < 5; time += 1) answers.push(outcome(await guess(username, 'wrong'))[1])
      expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wait'])
    }
    expect(outcome(await guess('noura.a', words.password))).toEqual(['password', 'wait'])
    const blocked = (await listAudit(context.db, 'clerk:noura')).filter(({ action }) => action === 'sign-in-blocked')
    expect(blocked).toMatchObject([{ actor: 'system', detail: { reason: 'password' } }])
    expect(JSON.stringify(await context.db.selectFrom('audit').selectAll().execute())).not.toMatch(/nobody|wrong"/)
    context.clock.advance(61_000)
    expect(outcome(await guess('noura.a', words.password))).toEqual(['code', null])
    for (let time = 0; time < 2; time += 1) await guess('noura.a', 'wrong')
    await unlockAccount(context, 'noura')
    expect(outcome(await guess('noura.a', words.password))).toEqual(['code', null])
  })

  test('a sign-in that is left lying, or whose account was reset meanwhile, begins anew', async () => {
    const context = contextOn(backend.database.db)
    const { signIn } = await setUp(context)
    const look = async () => (await signIn.look()).at
    expect(await look()).toBe('recovery')
    await resetAccount(context, 'noura')
    expect(await look()).toBe('password')
    expect(outcome(await signIn.keepRecoveryCodes())).toEqual(['password', null])
    const password = await resetAccount(context, 'noura')
    await signIn.enterPassword({ username: 'noura.a', password })
    expect(await look()).toBe('change')
    context.clock.advance(16 * 60_000)
    expect(await look()).toBe('password')
  })

  test('accounts: one a clerk, one a name, and a person may come with the first', async () => {
    const context = contextOn(backend.database.db)
    const admin = buildClerk({ id: 'admin', role: 'administrator' })
    await expect(addAccount(context, 'admin', 'admin')).rejects.toMatchObject({ code: 'session/clerk-unknown' })
    await addClerk(context, admin)
    await addClerk(context, { ...admin, nameEn: 'Another' })
    await addAccount(context, 'admin', 'admin')
    await addClerk(context, { ...admin, id: 'other' })
    for (const [clerk, name] of [
      ['admin', 'again'],
      ['other', 'ADMIN'],
      ['other', 'no blanks'],
    ] as const)
      await expect(addAccount(context, clerk, name)).rejects.toMatchObject({ code: 'input/invalid' })
    await expect(resetAccount(context, 'other')).rejects.toMatchObject({ code: 'record/not-found' })
    const feed = await context.db.selectFrom('feed').select('rowId').where('tableName', '=', 'clerks').execute()
    expect(feed).toHaveLength(2)
  })
})
