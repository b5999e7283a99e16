import { getErrorRow, toAppError } from '#shared/kernel/errors.ts'

/** What to say when the application cannot start, because its store cannot be opened: Arabic first, and English. */
export function startFailureWords(thrown: unknown): { readonly title: string; readonly content: string } {
  const { code } = toAppError(thrown)
  const row = getErrorRow(code)
  return {
    title: 'ممارس ديسك · Mumaris Desk',
    content: [`${row.ar} ${row.safeAr}\n${row.doAr}`, `${row.en} ${row.safeEn}\n${row.doEn}`, code].join('\n\n'),
  }
}
