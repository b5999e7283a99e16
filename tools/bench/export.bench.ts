import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import type { ExportTurn } from './export-turn.ts'
import { atMost, type Bench, type Contestant } from './measure.ts'

const firstNames = ['فهد', 'محمد', 'نورة', 'سارة', 'خالد', 'عبد الله', 'ريم', 'مها']

function fill({ store }: TestStore, rows: number): void {
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

/** Members × 19 columns from the encrypted store to a workbook. */
export const bench: Bench = {
  title: 'members to an Excel file (a process a turn; its start counts in rows/s, not in p50)',
  units: 'rows',
  rows: 20_000,
  prepare: ({ rows }) => {
    const register = openTestStore()
    fill(register, rows)
    return {
      comparisons: [
        {
          name: 'time of exporter thread to exceljs in memory',
          of: 'exporter thread',
          to: 'exceljs in memory',
          by: 'p50',
        },
      ],
      contestants: [
        contestant('exceljs in memory', 'memory', register),
        contestant('exporter thread', 'thread', register),
      ],
      tearDown: () => register.end(),
    }
  },
  goals: (results) => {
    const ours = results.find(({ name }) => name === 'exporter thread')?.figures ?? {}
    return [
      atMost('added memory, MB', 100, ours['addedMemory']),
      atMost('longest block of another thread, ms', 50, ours['longestBlock']),
      atMost('cancel, ms', 200, ours['cancel']),
    ]
  },
}
