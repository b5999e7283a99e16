import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Tables } from '#core/db/tables.ts'

/** The machine's clock went from one time to another while less, or more, than that had passed. Milliseconds. */
export interface KeptJump {
  readonly at: string
  readonly from: number
  readonly to: number
  readonly jump: number
  readonly noticed: string
}

/** Most jumps that are kept. */
const most = 500

export function addClockJump(store: Store, { at, from, to, jump, noticed }: KeptJump): void {
  store.transaction(() => {
    store.run(query.insertInto('clock_jumps').values({ at, from_ms: from, to_ms: to, jump_ms: jump, noticed }))
    store.runOf('DELETE FROM clock_jumps WHERE id <= (SELECT max(id) FROM clock_jumps) - ?', most)
  })
}

type JumpRow = Pick<Tables['clock_jumps'], 'at' | 'from_ms' | 'to_ms' | 'jump_ms' | 'noticed'>

/** The last jumps, newest first. */
export function listClockJumps(store: Store, limit: number): KeptJump[] {
  return store
    .allOf<JumpRow>('SELECT at, from_ms, to_ms, jump_ms, noticed FROM clock_jumps ORDER BY id DESC LIMIT ?', limit)
    .map((row) => ({ at: row.at, from: row.from_ms, to: row.to_ms, jump: row.jump_ms, noticed: row.noticed }))
}
