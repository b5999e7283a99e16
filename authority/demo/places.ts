/** Where demo members live and work, and which branch serves them. */
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import citiesData from './data/cities.json' with { type: 'json' }
import employersData from './data/employers.json' with { type: 'json' }
import nationalitiesData from './data/nationalities.json' with { type: 'json' }
import { type Random, weightedPicker } from './prng.ts'

export type Employer = {
  readonly code: string
  readonly ar: string
  readonly en: string
  readonly city: string
  readonly weight: number
}

const cities: Readonly<Record<string, { readonly region: string; readonly weight: number }>> = citiesData
const employers: readonly Employer[] = employersData

const BRANCH_OF_REGION: Readonly<Record<string, BranchCode>> = {
  riyadh: 'riyadh',
  makkah: 'jeddah',
  madinah: 'madinah',
  eastern: 'khobar',
  qassim: 'buraydah',
  hail: 'hail',
  tabuk: 'tabuk',
  'northern-borders': 'hail',
  jazan: 'jizan',
  najran: 'abha',
  bahah: 'jeddah',
  jawf: 'tabuk',
  asir: 'abha',
}

const pickCity = weightedPicker(Object.entries(cities).map(([code, { weight }]) => [code, weight] as const))
const regionOf = (city: string) => cities[city]?.region ?? 'riyadh'

const employersByRegion = new Map(
  [...new Set(employers.map((employer) => regionOf(employer.city)))].map((region) => [
    region,
    weightedPicker(
      employers
        .filter((employer) => regionOf(employer.city) === region)
        .map((employer) => [employer, employer.weight] as const),
    ),
  ]),
)
const anyEmployer = weightedPicker(employers.map((employer) => [employer, employer.weight] as const))

const byFamily: Readonly<Record<string, Readonly<Record<string, number>>>> = nationalitiesData.byFamily
const overall: Readonly<Record<string, number>> = nationalitiesData.weights
const foreignOf = new Map<string, (random: Random) => string>()

/** A city by its share of the population. */
export function drawCity(random: Random): string {
  return pickCity(random)
}

/** An employer in the region of a city, or anywhere when none is known there. All employers are invented. */
export function drawEmployer(random: Random, city: string): Employer {
  return (employersByRegion.get(regionOf(city)) ?? anyEmployer)(random)
}

/** The branch that serves a city. */
export function branchOf(city: string): BranchCode {
  return BRANCH_OF_REGION[regionOf(city)] ?? 'riyadh'
}

/** A nationality other than Saudi, by its share among the non-Saudis of a family of practitioners. */
export function drawForeignNationality(random: Random, family: string): string {
  let pick = foreignOf.get(family)
  if (pick === undefined) {
    // A family's own shares lead; the rest is shared as among all.
    const own = byFamily[family] ?? {}
    const rest = 1 - Object.values(own).reduce((sum, share) => sum + share, 0)
    pick = weightedPicker(Object.entries(overall).map(([code, weight]) => [code, own[code] ?? weight * rest] as const))
    foreignOf.set(family, pick)
  }
  return pick(random)
}

/** The mail domain of an employer. `.example` is reserved: no demo address belongs to anybody. */
export function mailDomain(employerEn: string): string {
  const words = employerEn
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .split(' ')
    .filter((word) => word !== '' && word !== 'of')
  return `${words.slice(0, words[0] === 'al' ? 2 : 1).join('')}.example`
}
