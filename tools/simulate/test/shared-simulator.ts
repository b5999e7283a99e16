import { afterAll, beforeAll } from 'vitest'
import { Simulator } from '../simulator.ts'

let shared: Promise<Simulator> | undefined

/** The simulator of this file's tests: one for all files of a worker, which ends with it. Answers how to get it. */
export function takeSimulator(): () => Simulator {
  let simulator: Simulator | undefined
  beforeAll(async () => {
    shared ??= Simulator.open()
    simulator = await shared
  }, 240_000)
  afterAll(() => simulator?.leave())
  return () => {
    if (!simulator) throw new Error('The simulator is opened before the tests of the file')
    return simulator
  }
}
