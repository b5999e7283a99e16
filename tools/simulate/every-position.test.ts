import { beforeAll, expect, test } from 'vitest'
import { plants } from './plants.ts'
import { canMeet, type Fault, faults } from './positions.ts'
import { takeSimulator } from './test/shared-simulator.ts'

/** Of so many exchanges that follow each other one meets a fault in the same run; with `ALONE=1` one in the whole run. */
const apart = process.env['ALONE'] === '1' ? 1000 : 4

const simulator = takeSimulator()
/** The exchanges of a day on which all goes well. */
let exchanges: readonly string[]

beforeAll(async () => {
  exchanges = (await simulator().runDay()).exchanges
}, 240_000)

/** Runs a day that must come to the same as every other; answers what it met. */
async function expectDay(met: ReadonlyMap<string, Fault>): Promise<string[]> {
  const { exchanges: seen, complaints, tail } = await simulator().runDay({ met })
  expect(complaints, `${JSON.stringify([...met])}\n${tail.join('\n')}`).toEqual([])
  return seen.flatMap((name) => (met.has(name) ? `${name}: ${met.get(name)}` : []))
}

test('every exchange of a day meets every fault, and the day comes to the same', { timeout: 1_800_000 }, async () => {
  const kinds = new Set(exchanges.map((name) => name.split('/')[2]?.split(' ')[0]))
  expect(kinds).toEqual(new Set(['meta', 'demo', 'scopes', 'pull', 'fill', 'events', 'documents', 'push', 'audit']))
  const wanted = exchanges.flatMap((name) =>
    faults.flatMap((fault) => (canMeet(name, fault) ? `${name}: ${fault}` : [])),
  )
  const met = new Set<string>()
  for (let phase = 0; phase < Math.min(apart, exchanges.length); phase += 1) {
    for (let turn = 0; turn < faults.length; turn += 1) {
      const some = exchanges.flatMap((name, index): [string, Fault][] => {
        const fault = faults[(turn + Math.floor(index / apart)) % faults.length]
        return index % apart === phase && fault && canMeet(name, fault) ? [[name, fault]] : []
      })
      for (const pair of await expectDay(new Map(some))) met.add(pair)
    }
  }
  // A fault may take the place of a later exchange; alone it cannot.
  for (const name of exchanges)
    for (const fault of faults)
      if (canMeet(name, fault) && !met.has(`${name}: ${fault}`))
        for (const pair of await expectDay(new Map([[name, fault]]))) met.add(pair)
  expect([...met].sort()).toEqual(wanted.sort())
})

const misses: [string, string, Fault][] = [
  ['repeat-takes-effect-again', 'POST /v1/push 1', 'answer-lost'],
  ['repeat-takes-effect-again', 'POST /v1/push 2', 'twice'],
  ['receipts-ignored', 'POST /v1/push 1', 'answer-lost'],
]

test.each(misses)('it would show %s: %s, %s', async (name, exchange, fault) => {
  const plant = plants.find((one) => one.name === name)
  if (!plant) throw new Error(`There is no plant ${name}`)
  const { complaints } = await simulator().runDay({ met: new Map([[exchange, fault]]), plant })
  expect(complaints).not.toEqual([])
})
