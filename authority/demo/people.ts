/** Names of demo people, drawn by frequency from the pool of their origin. No name is that of a known person. */
import type { FourPartName } from '#shared/domain/members/member.ts'
import data from './data/names.json' with { type: 'json' }
import { type Random, weightedPicker } from './prng.ts'

/** One part of a name: its Arabic form, its Latin spellings (the usual one first) and slips of the pen. */
export type NamePart = {
  readonly ar: string
  readonly en: readonly string[]
  readonly weight: number
  readonly arVariants?: readonly string[]
  readonly tatweel?: string
  readonly origins: readonly string[]
}

export type PersonName = { readonly ar: FourPartName; readonly en: FourPartName }

type Pool = {
  readonly givenM: (random: Random) => NamePart
  readonly givenF: (random: Random) => NamePart
  readonly family: (random: Random) => NamePart
  /** Chances that the father's and the grandfather's names are on file. */
  readonly father: number
  readonly grandfather: number
}

const givenM: readonly NamePart[] = data.givenMale
const givenF: readonly NamePart[] = data.givenFemale
const family: readonly NamePart[] = data.family
const foreign: readonly (NamePart & { readonly part: string; readonly gender?: string })[] = data.foreign

const ARAB = ['SA', 'EG', 'SD', 'JO', 'SY', 'YE', 'PS', 'LB']
/** Where a nationality without a pool of its own borrows its names. */
const BORROWED: Readonly<Record<string, string>> = {
  TN: 'SY',
  MA: 'SY',
  DZ: 'SY',
  IQ: 'SY',
  LY: 'EG',
  BH: 'SA',
  KW: 'SA',
  AE: 'SA',
  OM: 'YE',
  QA: 'SA',
  TD: 'SD',
  MR: 'SD',
  SO: 'SD',
  DJ: 'YE',
  KM: 'YE',
  ER: 'SD',
  ET: 'SD',
  NG: 'SD',
  TR: 'SY',
  AF: 'PK',
  MY: 'PK',
  ID: 'PK',
  MM: 'BD',
  NP: 'IN',
  LK: 'IN',
}

function picker(parts: readonly NamePart[]): (random: Random) => NamePart {
  return weightedPicker(parts.map((part) => [part, part.weight] as const))
}

function makePool(origin: string): Pool {
  const from = (parts: readonly NamePart[]) => parts.filter((part) => part.origins.includes(origin))
  if (ARAB.includes(origin)) {
    return {
      givenM: picker(from(givenM)),
      givenF: picker(from(givenF)),
      family: picker(from(family)),
      father: 1,
      grandfather: origin === 'SA' ? 1 : 0.6,
    }
  }
  const given = (gender: string) => foreign.filter((part) => part.part === 'given' && part.gender === gender)
  const men = [...from(given('M')), ...from(givenM)]
  return {
    givenM: picker(men),
    givenF: picker(from(given('F'))),
    family: picker(from(foreign.filter((part) => part.part === 'family'))),
    father: origin === 'PH' ? 0 : origin === 'IN' ? 0.35 : 0.6,
    grandfather: 0,
  }
}

const pools = new Map<string, Pool>()

function poolOf(nationality: string): Pool {
  const origin = BORROWED[nationality] ?? (['IN', 'PH', 'PK', 'BD', ...ARAB].includes(nationality) ? nationality : 'PH')
  const known = pools.get(origin)
  if (known !== undefined) return known
  const pool = makePool(origin)
  pools.set(origin, pool)
  return pool
}

/** One of the Latin spellings: mostly the usual one. */
function spelling(random: Random, part: NamePart): string {
  const usual = part.en[0] ?? ''
  return part.en.length > 1 && random.chance(0.25) ? random.pick(part.en) : usual
}

/** A name of a person of this nationality. Arabic four parts; others as many as their documents carry. */
export function drawName(random: Random, nationality: string, gender: 'm' | 'f'): PersonName {
  const pool = poolOf(nationality)
  const first = (gender === 'm' ? pool.givenM : pool.givenF)(random)
  const father = random.chance(pool.father) ? pool.givenM(random) : undefined
  const grandfather = father !== undefined && random.chance(pool.grandfather) ? pool.givenM(random) : undefined
  const last = pool.family(random)
  const latin = (part: NamePart | undefined) => (part === undefined ? '' : spelling(random, part))
  return {
    ar: { first: first.ar, father: father?.ar ?? '', grandfather: grandfather?.ar ?? '', family: last.ar },
    en: { first: latin(first), father: latin(father), grandfather: latin(grandfather), family: latin(last) },
  }
}

const parts = new Map<string, NamePart>()
for (const part of [...foreign, ...family, ...givenF, ...givenM]) parts.set(part.ar, part)

/** The entry of a name part by its Arabic form. */
export function findNamePart(ar: string): NamePart | undefined {
  return parts.get(ar)
}
