import { AppError } from './errors.ts'

/**
 * An error as the log may keep it: its name, its code and where it was thrown. Messages stay out: those of libraries
 * quote what they were given (`JSON.parse` a part of the text, SQLite a value), and our own stand in the code at the
 * place that is named. An AppError's holds its code and detail, which are never personal data.
 */
export function traceOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `Thrown: ${typeof thrown}`
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` ${thrown.code}` : ''
  const head = thrown instanceof AppError ? `${thrown.name}: ${thrown.message}` : `${thrown.name}${code}`
  const places = (thrown.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return [head, ...places].join('\n')
}
