import { expect, test } from 'vitest'
import { AppError } from '#shared/kernel/errors.ts'
import { hearFailedUpdates, wayBackFrom } from './way-back.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const newKept = (before: string | undefined) => ({
  versionBefore: () => before,
  getInstaller: async (version: string) => `/kept/${version}/installer.exe`,
})

test('a version that cannot work with the store offers the one before, where it was kept', async () => {
  const opened: string[] = []
  const openPath = async (path: string) => {
    opened.push(path)
    return ''
  }
  const options = { kept: newKept('0.1.0'), version: '0.2.0', openPath, log }
  const [act] = wayBackFrom(new AppError('store/migration-failed', { from: 7, to: 8 }), options)
  expect(act?.label).toContain('0.1.0')
  expect(await act?.run()).toBe(true)
  expect(opened).toEqual(['/kept/0.1.0/installer.exe'])
  // A file that a newer version has brought up to date is not understood by an older one.
  expect(wayBackFrom(new AppError('store/newer'), options)).toEqual([])
  expect(wayBackFrom(new AppError('policy/invalid'), options)).toEqual([])
  expect(wayBackFrom(new Error('x'), { ...options, kept: newKept(undefined) })).toEqual([])
})

test('an installer that cannot be opened is no way back', async () => {
  const openPath = async () => 'no application for it'
  const [act] = wayBackFrom(new Error('x'), { kept: newKept('0.1.0'), version: '0.2.0', openPath, log })
  await expect(act?.run()).rejects.toThrow('update/no-way-back')
})

test('behind a vault it is heard from the answers, which go on as they are', async () => {
  const failures: AppError[] = []
  const answers = [
    { ok: true, value: 1 },
    { ok: false, error: { code: 'vault/wrong-passphrase', detail: {} } },
    { ok: false, error: { code: 'store/migration-failed', detail: { from: 7, to: 8 } } },
  ] as const
  let next = 0
  const core = hearFailedUpdates(
    {
      note: () => undefined,
      invoke: async () => answers[next++] ?? answers[0],
    },
    async (failure) => void failures.push(failure),
  )
  for (const answer of answers) expect(await core.invoke('vault.unlock', {})).toBe(answer)
  expect(failures).toMatchObject([{ code: 'store/migration-failed', detail: { from: 7, to: 8 } }])
})
