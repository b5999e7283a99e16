import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeOnPostgres } from '#authority/test/backends.ts'
import { cpuSeconds, findPostmaster } from './cpu.ts'

const onLinux = process.platform === 'linux'

test('the processor time of a process holds that of children that have ended', () => {
  const before = cpuSeconds(process.pid)
  const busy = 'const end = performance.now() + 400; while (performance.now() < end);'
  expect(spawnSync(process.execPath, ['-e', busy]).status).toBe(0)
  const after = cpuSeconds(process.pid)
  if (onLinux) expect((after ?? 0) - (before ?? 0)).toBeGreaterThan(0.1)
  else expect([before, after]).toEqual([null, null])
})

await describeOnPostgres('the processor time of PostgreSQL', (backend) => {
  test('is that of the children of its postmaster; without /proc it cannot be told', async () => {
    const pid = await findPostmaster(backend.database.db)
    if (!onLinux) return expect(pid).toBeNull()
    // One that was named may run on another machine.
    if (process.env['DATABASE_URL'] && pid === null) return
    expect(readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('postgres\n')
    expect(cpuSeconds(pid ?? 0)).toBeGreaterThan(0)
  })
})
