/**
 * Names of the codes that a member's file is made of. Reference data of the authority, kept beside the code only until
 * an authority sends its own; nothing may depend on which codes there are. `find`, never assume.
 */
import type { BranchCode } from '../clerks/clerk.ts'
import citiesData from './cities.json' with { type: 'json' }
import familiesData from './families.json' with { type: 'json' }
import nationalitiesData from './nationalities.json' with { type: 'json' }
import type { RankRow } from './reference-rows.ts'
import specialtiesData from './specialties.json' with { type: 'json' }

/** What a code is called. */
export type CodeName = { readonly ar: string; readonly en: string }
/** A country with the words for its people: سعودي, سعودية. */
export type NationalityName = CodeName & { readonly manAr: string; readonly womanAr: string }

/** Names of ranks by their codes, in the order of the rows. */
export function namesOfRanks(rows: readonly RankRow[]): Readonly<Record<string, CodeName>> {
  return Object.fromEntries(rows.map(({ code, ar, en }) => [code, { ar, en }]))
}

/** Seven families of health practitioners. */
export const families: Readonly<Record<string, CodeName>> = familiesData
export const specialties: Readonly<Record<string, CodeName>> = specialtiesData
export const cities: Readonly<Record<string, CodeName>> = citiesData
/** ISO 3166-1 alpha-2. */
export const nationalities: Readonly<Record<string, NationalityName>> = nationalitiesData

/** Branches, with the city each stands in. */
export const branches: Readonly<Record<BranchCode, CodeName & { readonly city: string }>> = {
  riyadh: { ar: 'المقر الرئيس، الرياض', en: 'Head Office, Riyadh', city: 'riyadh' },
  jeddah: { ar: 'فرع جدة', en: 'Jeddah Branch', city: 'jeddah' },
  khobar: { ar: 'فرع الخبر', en: 'Khobar Branch', city: 'khobar' },
  abha: { ar: 'فرع أبها', en: 'Abha Branch', city: 'abha' },
  jizan: { ar: 'فرع جازان', en: 'Jazan Branch', city: 'jazan' },
  madinah: { ar: 'فرع المدينة المنورة', en: 'Madinah Branch', city: 'madinah' },
  buraydah: { ar: 'فرع بريدة', en: 'Buraydah Branch', city: 'buraydah' },
  tabuk: { ar: 'فرع تبوك', en: 'Tabuk Branch', city: 'tabuk' },
  hail: { ar: 'فرع حائل', en: 'Hail Branch', city: 'hail' },
}
