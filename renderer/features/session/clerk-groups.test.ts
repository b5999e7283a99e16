import { describe, expect, it } from 'vitest'
import { buildClerk } from '#shared/testing/builders.ts'
import { groupClerks } from './clerk-groups.ts'

const roleNames = {
  clerk: 'موظف',
  supervisor: 'مشرف',
  'branch-manager': 'مدير فرع',
  auditor: 'مدقق',
  administrator: 'مدير النظام',
}
const clerks = [
  buildClerk({ id: 'j1', branch: 'jeddah', nameAr: 'هادي المالكي', nameEn: 'Hadi Almalki' }),
  buildClerk({ id: 'r2', role: 'supervisor', nameAr: 'أحمد الشهري', nameEn: 'Ahmad Alshehri' }),
  buildClerk({ id: 'r1' }),
  buildClerk({ id: 'gone', active: false }),
]
const ids = (typed: string) => groupClerks(clerks, typed, roleNames).map((g) => [g.branch, g.clerks.map((c) => c.id)])

describe('groupClerks', () => {
  it.each<[string, unknown]>([
    [
      '',
      [
        ['riyadh', ['r1', 'r2']],
        ['jeddah', ['j1']],
      ],
    ],
    ['احمد', [['riyadh', ['r2']]]],
    ['al malki', [['jeddah', ['j1']]]],
    ['جده', [['jeddah', ['j1']]]],
    ['مشرف', [['riyadh', ['r2']]]],
    ['xyz', []],
  ])('groups by branch and role what holds %j', (typed, expected) => {
    expect(ids(typed)).toEqual(expected)
  })
})
