import type { MatchReason } from '#shared/contracts/members.ts'
import { matchHows } from '#shared/domain/match-name.ts'
import { type LetterStep, letterSteps } from './letter-steps.ts'

export type WhyField = MatchReason['field']
export type WhyHow = MatchReason['how']

/** One typed word and the part of the register that answered it. */
export interface WhyPair {
  readonly typed: string
  readonly shown: string
  readonly how: WhyHow
  readonly steps: readonly LetterStep[]
}

/** Why a row matched, by field: what was typed, what stands there, and how the two are the same. */
export interface WhyLine {
  readonly field: WhyField
  /** The loosest way in which a word of this field matched: it is the one that needs words. */
  readonly how: WhyHow
  readonly pairs: readonly WhyPair[]
  readonly text: string
  readonly ranges: readonly (readonly [start: number, length: number])[]
  /** The value is one that the authority has not confirmed. */
  readonly pending: boolean
}

function loosest(hows: readonly WhyHow[]): WhyHow {
  return hows.reduce<WhyHow>((most, how) => (matchHows.indexOf(how) > matchHows.indexOf(most) ? how : most), 'exact')
}

/** The matched part of a field's text: its ranges in order, joined by a space where they are apart. */
export function matchedText(text: string, ranges: WhyLine['ranges']): string {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  return sorted.map(([start, length]) => text.slice(start, start + length)).join(' ')
}

/** Ranges as they can be drawn: in order, clipped to the text, overlaps and neighbours made one. */
export function mergeRanges(ranges: WhyLine['ranges'], length: number): [start: number, length: number][] {
  const merged: [number, number][] = []
  for (const [start, size] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const end = Math.min(start + size, length)
    const last = merged.at(-1)
    if (start >= length || end <= start) continue
    if (last !== undefined && start <= last[0] + last[1]) last[1] = Math.max(last[1], end - last[0])
    else merged.push([start, end - start])
  }
  return merged
}

/**
 * Groups a hit's reasons by field and by whether the value is confirmed, unconfirmed ones first (they must not be
 * overlooked), then the loosest (they need explaining), the other fields after.
 */
export function whyLines(reasons: readonly MatchReason[]): WhyLine[] {
  const groups = new Map<string, MatchReason[]>()
  for (const reason of reasons) {
    const key = `${reason.field} ${reason.pending} ${reason.text}`
    groups.set(key, [...(groups.get(key) ?? []), reason])
  }
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const line: WhyLine = {
      field: first.field,
      how: loosest(group.map((reason) => reason.how)),
      pairs: group.map((reason) => {
        const shown = matchedText(first.text, reason.ranges)
        return { typed: reason.typed, shown, how: reason.how, steps: letterSteps(reason.typed, shown) }
      }),
      text: first.text,
      ranges: mergeRanges(
        group.flatMap((reason) => reason.ranges),
        first.text.length,
      ),
      pending: first.pending,
    }
    return [line]
  })
  return lines.sort(
    (a, b) => Number(b.pending) - Number(a.pending) || matchHows.indexOf(b.how) - matchHows.indexOf(a.how),
  )
}

/** Where to highlight a field of a row: the confirmed text's ranges, none where it did not match. */
export function rangesOf(lines: readonly WhyLine[], field: WhyField, text: string): WhyLine['ranges'] {
  return lines.find((line) => line.field === field && line.text === text)?.ranges ?? []
}
