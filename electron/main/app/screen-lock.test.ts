import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { Answer } from '#shared/contracts/contract-map.ts'
import { lockWithTheSystem } from './screen-lock.ts'

function newDesk(answer: Answer<unknown>) {
  const power = new EventEmitter()
  const asked: string[] = []
  const lines: unknown[] = []
  const core = {
    async invoke(channel: string): Promise<Answer<unknown>> {
      asked.push(channel)
      return channel === 'vault.lock' ? answer : { ok: true, value: {} }
    },
  }
  lockWithTheSystem(power, core, { info: (event, fields) => void lines.push([event, fields]) })
  return { power, asked, lines }
}

test('the desk locks with the system’s screen, and before it sleeps', async () => {
  const { power, asked, lines } = newDesk({ ok: true, value: {} })
  power.emit('lock-screen')
  await expect.poll(() => lines).toEqual([['screen-locked', { why: 'lock-screen' }]])
  power.emit('suspend')
  await expect.poll(() => lines.length).toBe(2)
  power.emit('resume')
  power.emit('unlock-screen')
  expect(asked).toEqual(['vault.lock', 'vault.lock'])
})

test('where there is no lock, held decisions are released all the same', async () => {
  const { power, asked, lines } = newDesk({ ok: false, error: { code: 'vault/demo', detail: {} } })
  power.emit('lock-screen')
  await expect.poll(() => asked).toEqual(['vault.lock', 'sync.release'])
  expect(lines).toEqual([])
})
