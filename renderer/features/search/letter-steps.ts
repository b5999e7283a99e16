import { foldName } from '#shared/domain/name-fold.ts'

/** One thing that the search overlooked between what was typed and what stands in the register. */
export interface LetterStep {
  readonly kind: 'space' | 'dash' | 'letter' | 'mark' | 'article' | 'digit' | 'case' | 'sound'
  /** What was typed; '' where nothing was. */
  readonly typed: string
  /** What stands there; '' where nothing does. */
  readonly shown: string
}

const space = /\s/
const dash = /[-–._/]/

function digitOf(letter: string): string {
  return /[\u0660-\u0669\u06f0-\u06f9]/.test(letter) ? String(letter.charCodeAt(0) & 0xf) : letter
}

/** Vowel marks, tatweel and the standing hamza: letters that do not count. */
function isMark(letter: string): boolean {
  return letter !== '' && foldName(letter) === ''
}

function stepOfPair(typed: string, shown: string): LetterStep | undefined {
  if (typed.toLowerCase() === shown.toLowerCase()) return { kind: 'case', typed, shown }
  if (digitOf(typed) === digitOf(shown)) return { kind: 'digit', typed, shown }
  return foldName(typed) === foldName(shown) ? { kind: 'letter', typed, shown } : undefined
}

/**
 * Why `typed` matched `shown` letter by letter: which spaces, hamza seats, marks, articles and digits were overlooked.
 * The rest of a word after a prefix counts as nothing. Where the letters cannot be laid beside each other the two words
 * only sound alike: one step `sound`. Equal words give no step; each kind of step stands once per pair of letters.
 */
export function letterSteps(typed: string, shown: string): LetterStep[] {
  const steps: LetterStep[] = []
  const add = (step: LetterStep) => {
    const known = steps.some((one) => one.kind === step.kind && one.typed === step.typed && one.shown === step.shown)
    if (!known && step.kind !== 'case') steps.push(step)
  }
  let i = 0
  let j = 0
  while (i < typed.length) {
    const a = typed[i] ?? ''
    const b = shown[j] ?? ''
    if (a === b) {
      i += 1
      j += 1
    } else if (isMark(a) || isMark(b)) {
      add({ kind: 'mark', typed: isMark(a) ? a : '', shown: isMark(b) ? b : '' })
      if (isMark(a)) i += 1
      if (isMark(b)) j += 1
    } else if (b !== '' && (space.test(b) || dash.test(b))) {
      add({ kind: space.test(b) ? 'space' : 'dash', typed: '', shown: b })
      j += 1
    } else if (space.test(a) || dash.test(a)) {
      add({ kind: space.test(a) ? 'space' : 'dash', typed: a, shown: '' })
      i += 1
    } else {
      const pair = b === '' ? undefined : stepOfPair(a, b)
      if (pair !== undefined) {
        add(pair)
        i += 1
        j += 1
      } else if (shown.startsWith('ال', j) && (j === 0 || space.test(shown[j - 1] ?? ''))) {
        add({ kind: 'article', typed: '', shown: 'ال' })
        j += 2
      } else if (typed.startsWith('ال', i) && (i === 0 || space.test(typed[i - 1] ?? ''))) {
        add({ kind: 'article', typed: 'ال', shown: '' })
        i += 2
      } else {
        return [{ kind: 'sound', typed, shown }]
      }
    }
  }
  return steps
}
