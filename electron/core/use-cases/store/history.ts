import type { Finding } from '#shared/domain/store/finding-table.ts'

/**
 * What of a store's history still holds: damage that was met after a start is there until a repair, which makes the file
 * anew, and is no more after it. The rest is told for as long as it is remembered.
 */
export function stillTrue(history: readonly Finding[]): Finding[] {
  const repaired = history.findLastIndex(({ code }) => code === 'was-repaired')
  return history.filter(({ code }, at) => code !== 'page-damaged' || at > repaired)
}

/** Whether a finding about the same table is among others: it is not told, or remembered, twice. */
export function isAmong({ code, table }: Finding, others: readonly Finding[]): boolean {
  return others.some((other) => other.code === code && other.table === table)
}
