import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import type { CodeName } from './code-names.ts'

/** Branches of the authority. */
export const branches: Readonly<Record<BranchCode, CodeName>> = {
  riyadh: { ar: 'الرياض، المقر الرئيس', en: 'Riyadh, head office' },
  jeddah: { ar: 'فرع جدة', en: 'Jeddah Branch' },
  madinah: { ar: 'فرع المدينة المنورة', en: 'Madinah Branch' },
  khobar: { ar: 'فرع الخبر', en: 'Khobar Branch' },
  abha: { ar: 'فرع أبها', en: 'Abha Branch' },
  jizan: { ar: 'فرع جازان', en: 'Jazan Branch' },
  buraydah: { ar: 'فرع بريدة', en: 'Buraydah Branch' },
  tabuk: { ar: 'فرع تبوك', en: 'Tabuk Branch' },
  hail: { ar: 'فرع حائل', en: 'Hail Branch' },
}
