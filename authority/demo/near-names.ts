/**
 * Planted near-duplicates: people who may be one person, namesakes, siblings and spelling variants, so that search and
 * the look for duplicates have something to be right about. Which member copies which follows from the index alone.
 */
import type { FourPartName } from '#shared/domain/members/member.ts'
import { findNamePart, type PersonName } from './people.ts'
import type { Random } from './prng.ts'

export type NearKind =
  /** The same person twice: same Arabic name, birth date and mobile; the Latin name spelled otherwise. */
  | 'same-person'
  /** Same name, somebody else. */
  | 'namesake'
  /** Same father, grandfather and family. */
  | 'sibling'
  /** Same name and birth date but for spaces, tatweel, hamzas or Latin spelling; and the same city. */
  | 'spelling'

const KINDS: readonly NearKind[] = ['same-person', 'namesake', 'sibling', 'spelling']
const EVERY = 40

/** Whom the member at `index` is a near copy of; one of forty is. */
export function nearCopyOf(index: number): { readonly of: number; readonly kind: NearKind } | undefined {
  if (index === 1) return { of: 0, kind: 'same-person' }
  if (index % EVERY !== EVERY - 1) return undefined
  return { of: index - 1, kind: KINDS[Math.floor(index / EVERY) % KINDS.length] ?? 'namesake' }
}

/** The index whose mobile the member at `index` has: their own, or that of the file under which they stand already. */
export function mobileIndexOf(index: number): number {
  const near = nearCopyOf(index)
  // The second member differs from the first by number, so that guides find the first by it.
  return near?.kind === 'same-person' && index > 1 ? near.of : index
}

/** Another way in which the same Arabic name part is written. */
function otherArabic(random: Random, ar: string): string {
  const entry = findNamePart(ar)
  const others = [...(entry?.arVariants ?? []), ...(entry?.tatweel === undefined ? [] : [entry.tatweel])]
  return others.length === 0 ? ar : random.pick(others)
}

/** Another Latin spelling of the same name part. */
function otherLatin(random: Random, ar: string, en: string): string {
  const others = findNamePart(ar)?.en.filter((other) => other !== en) ?? []
  return others.length === 0 ? en : random.pick(others)
}

function mapParts(name: FourPartName, change: (part: string, key: keyof FourPartName) => string): FourPartName {
  return {
    first: change(name.first, 'first'),
    father: change(name.father, 'father'),
    grandfather: change(name.grandfather, 'grandfather'),
    family: change(name.family, 'family'),
  }
}

/** The name of the near copy, from the name it copies and (for siblings) a fresh name of its own. */
export function nearName(random: Random, kind: NearKind, name: PersonName, fresh: PersonName): PersonName {
  switch (kind) {
    case 'namesake':
      return name
    case 'sibling':
      return { ar: { ...name.ar, first: fresh.ar.first }, en: { ...name.en, first: fresh.en.first } }
    case 'same-person':
      return { ar: name.ar, en: mapParts(name.en, (en, key) => otherLatin(random, name.ar[key], en)) }
    default:
      return {
        ar: mapParts(name.ar, (ar) => otherArabic(random, ar)),
        en: mapParts(name.en, (en, key) => otherLatin(random, name.ar[key], en)),
      }
  }
}
