import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import type { ExportTurn } from './export-turn.ts'
import type { Bench, Contestant } from './measure.ts'

/** Members of the register; `EXPORT_ROWS=100000` for the large one. */
const rows = Number(process.env['EXPORT_ROWS'] ?? 20_000)
const firstNames = ['فهد', 'محمد', 'نورة', 'سارة', 'خالد', 'عبد الله', 'ريم', 'مها']

function fill({ store }: TestStore): void {
  const clerk = buildClerk()
  putClerk(store, clerk, JSON.stringify(clerk), 1)
  putSetting(store, 'current-clerk', clerk.id)
  store.transaction(() => {
    for (let n = 0; n < rows; n += 1) {
      const member = buildMember({
        id: `member-${n}`,
        membershipNo: String(20_000_000 + n),
        email: `member${n}@mail.example`,
        nameAr: {
          first: firstNames[n % firstNames.length] ?? '',
          father: `والد${n % 211}`,
          grandfather: `جد${n % 97}`,
          family: `عائلة${n % 499}`,
        },
      })
      putMember(store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
    }
  })
}

function contestant(name: string, way: string, register: TestStore): Contestant {
  const words = ['--profile', register.dir, '--key', Buffer.from(register.key).toString('hex')]
  const turn = join(import.meta.dirname, 'export-turn.ts')
  return {
    name,
    // A process of its own: memory that another turn left behind is not this one's.
    turn: async () => {
      const out = join(register.dir, `${way}.xlsx`)
      const { stdout } = await promisify(execFile)(process.execPath, [turn, '--way', way, '--out', out, ...words])
      const { rows: units, took, ...figures } = JSON.parse(stdout) as ExportTurn
      return { units, samples: [took], figures: { ...figures } }
    },
  }
}

/** 20,000 members × 19 columns from the encrypted store to a workbook. */
export const bench: Bench = {
  title: `${rows.toLocaleString('en')} members to an Excel file (a process a turn; its start counts in rows/s, not in p50)`,
  units: 'rows',
  prepare: () => {
    const register = openTestStore()
    fill(register)
    return {
      baseline: 'exceljs in memory',
      contestants: [
        contestant('exceljs in memory', 'memory', register),
        contestant('exporter thread', 'thread', register),
      ],
      tearDown: () => register.end(),
    }
  },
  goals: (results) => {
    const ours = results.find(({ name }) => name === 'exporter thread')?.figures ?? {}
    const goal = (name: string, key: string, most: number) => {
      const value = ours[key] ?? Number.POSITIVE_INFINITY
      return { name: `${name} ≤ ${most}`, value, met: value <= most }
    }
    return [
      goal('added memory, MB', 'addedMemory', 100),
      goal('longest block of another thread, ms', 'longestBlock', 50),
      goal('cancel, ms', 'cancel', 200),
    ]
  },
}
