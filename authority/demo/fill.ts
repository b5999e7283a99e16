import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Db } from '../db/types.ts'
import { analyse, insertClerks, insertMembers } from '../repositories/bulk.ts'
import { setRegisterKind } from '../repositories/meta.ts'
import { inTransaction } from '../repositories/transaction.ts'
import { demoClerks } from './clerks.ts'
import { generateMembers } from './members.ts'

/** How far a fill has come; `step` names what is being written. */
export interface FillProgress {
  readonly step: 'clerks' | 'documents' | 'members' | 'requests'
  readonly done: number
  readonly total: number
}

export interface DemoOptions {
  readonly members: number
  readonly seed: string
  /** Milliseconds since 1970: the day that periods and service times are reckoned to. */
  readonly now: number
}

/** Rows in one statement. */
const batch = 1000

/** Fills an empty register with demo data, all of it or, when it is interrupted, nothing. */
export async function fillDemo(
  db: Db,
  { members, seed, now }: DemoOptions,
  onProgress: (progress: FillProgress) => void = () => undefined,
): Promise<void> {
  const today = riyadhDateOf(now)
  await inTransaction(db, async (trx) => {
    await setRegisterKind(trx, 'demo')
    const clerks = demoClerks()
    await insertClerks(trx, clerks)
    onProgress({ step: 'clerks', done: clerks.length, total: clerks.length })
    let done = 0
    for (const rows of generateMembers({ seed, today }, members, batch)) {
      await insertMembers(trx, rows)
      done += rows.length
      onProgress({ step: 'members', done, total: members })
    }
  })
  await analyse(db)
}
