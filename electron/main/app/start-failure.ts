import { getErrorRow, toAppError } from '#shared/kernel/errors.ts'

/** What to say when the application cannot start: Arabic first, and English; last for support, what is known of it. */
export function startFailureWords(thrown: unknown): { readonly title: string; readonly content: string } {
  const { code, detail } = toAppError(thrown)
  const row = getErrorRow(code)
  const facts = Object.entries(detail).map(([name, value]) => `${name}: ${value}`)
  return {
    title: 'ممارس ديسك · Mumaris Desk',
    content: [
      `${row.ar} ${row.safeAr}\n${row.doAr}`,
      `${row.en} ${row.safeEn}\n${row.doEn}`,
      [code, ...facts].join('\n'),
    ].join('\n\n'),
  }
}
