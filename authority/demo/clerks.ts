/** The people of the demo authority. They are the same whatever the seed, so that guides and tests can name them. */
import { BranchCode, type Clerk, type Role } from '#shared/domain/clerks/clerk.ts'
import { drawName } from './people.ts'
import { Random } from './prng.ts'

/** How many of each role a branch has. */
const STAFF: Readonly<Record<BranchCode, Readonly<Partial<Record<Role, number>>>>> = {
  riyadh: { clerk: 5, supervisor: 2, 'branch-manager': 1, auditor: 1, administrator: 2 },
  jeddah: { clerk: 3, supervisor: 2, 'branch-manager': 1 },
  khobar: { clerk: 3, supervisor: 2, 'branch-manager': 1 },
  abha: { clerk: 2, supervisor: 2, 'branch-manager': 1 },
  jizan: { clerk: 2, supervisor: 2, 'branch-manager': 1 },
  madinah: { clerk: 2, supervisor: 2, 'branch-manager': 1 },
  buraydah: { clerk: 2, supervisor: 2, 'branch-manager': 1 },
  tabuk: { clerk: 2, supervisor: 2, 'branch-manager': 1 },
  hail: { clerk: 2, supervisor: 2, 'branch-manager': 1 },
}

/** People whom guides and pictures name. */
const NAMED: Readonly<Record<string, { readonly nameAr: string; readonly nameEn: string }>> = {
  'riyadh-clerk-1': { nameAr: 'نورة العتيبي', nameEn: 'Noura Alotaibi' },
  'riyadh-supervisor-1': { nameAr: 'خالد الشهري', nameEn: 'Khalid Alshehri' },
  'riyadh-administrator-2': { nameAr: 'ريم الدوسري', nameEn: 'Reem Aldosari' },
}

/**
 * Everybody who works at the demo authority: at least two clerks, two supervisors and a manager in each of the nine
 * branches, the auditor and two administrators at head office. Ids read `branch-role-number`.
 */
export function demoClerks(): Clerk[] {
  const taken = new Set(Object.values(NAMED).map((person) => person.nameAr))
  let place = 0
  const nextName = (id: string) => {
    const named = NAMED[id]
    if (named !== undefined) return named
    for (;;) {
      place += 1
      const random = new Random('clerks', place)
      const { ar, en } = drawName(random, 'SA', random.chance(0.45) ? 'f' : 'm')
      const nameAr = `${ar.first} ${ar.family}`
      if (taken.has(nameAr)) continue
      taken.add(nameAr)
      return { nameAr, nameEn: `${en.first} ${en.family}` }
    }
  }
  return BranchCode.options.flatMap((branch) =>
    (Object.entries(STAFF[branch]) as [Role, number][]).flatMap(([role, count]) =>
      Array.from({ length: count }, (_, i): Clerk => {
        const id = `${branch}-${role}-${i + 1}`
        return { id, version: 1, ...nextName(id), role, branch, active: true }
      }),
    ),
  )
}
