import { describe, expect, it } from 'vitest'
import { letterSteps } from './letter-steps.ts'

const rows: [typed: string, shown: string, ...steps: string[]][] = [
  ['الغامدي', 'الغامدي'],
  ['الغامدى', 'الغامدي', 'letter ى→ي'],
  ['عبدالله', 'عبد الله', 'space → '],
  ['عبد الله', 'عبدالله', 'space  →'],
  ['احمد', 'أحمد', 'letter ا→أ'],
  ['فاطمه', 'فاطمة', 'letter ه→ة'],
  ['محمد', 'مُحمد', 'mark →ُ'],
  ['غامدي', 'الغامدي', 'article →ال'],
  ['الزهراني', 'زهراني', 'article ال→'],
  ['٢٠٤', '20476630', 'digit ٢→2', 'digit ٠→0', 'digit ٤→4'],
  ['22R', '22-R-0061847', 'dash →-'],
  ['abd', 'Abdullah'],
  ['Mohammed', 'محمد', 'sound Mohammed→محمد'],
  ['امال الاسمري', 'آمال الأسمري', 'letter ا→آ', 'letter ا→أ'],
]

describe('letterSteps', () => {
  it.each(rows)('explains %j beside %j', (typed, shown, ...steps) => {
    expect(letterSteps(typed, shown).map((step) => `${step.kind} ${step.typed}→${step.shown}`)).toEqual(steps)
  })
})
