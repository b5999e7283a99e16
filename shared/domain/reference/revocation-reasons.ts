/**
 * Why a certificate is revoked, in both languages. Source: the product's list of published reasons; *issued in error* is
 * the product's own. All wording is the product's own.
 */
import { type CalendarDate, calendarDate } from '../calendar.ts'

export interface RevocationReason {
  readonly code: string
  readonly ar: string
  readonly en: string
  readonly effectiveFrom: CalendarDate
}

const since = calendarDate('2024-01-01')

function reason(code: string, ar: string, en: string): RevocationReason {
  return { code, ar, en, effectiveFrom: since }
}

/** In the order in which they are offered. */
export const revocationReasons: readonly RevocationReason[] = [
  reason('REV-ETHICS', 'مخالفة أخلاقيات المهنة', 'Breach of professional ethics'),
  reason('REV-DISEASE', 'الإصابة بمرض معدٍ يمنع الممارسة', 'A transmissible disease that rules out practice'),
  reason('REV-DUTIES', 'الإخلال بواجبات المهنة', 'Failure in professional duties'),
  reason('REV-PUBLIC-INTEREST', 'مقتضيات المصلحة العامة', 'Public interest'),
  reason('REV-EVALUATION', 'عدم اجتياز التقييم', 'Failed evaluation'),
  reason('REV-FAKE-QUALIFICATION', 'ثبوت تزوير المؤهل', 'Fake qualification'),
  reason('REV-ISSUED-IN-ERROR', 'صدور الشهادة بالخطأ', 'Issued in error'),
]

const byCode = new Map(revocationReasons.map((row) => [row.code, row]))

/** The reason with this code; undefined for one that this version does not know. */
export function findRevocationReason(code: string): RevocationReason | undefined {
  return byCode.get(code)
}
