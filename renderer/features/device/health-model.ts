import type { StoreReport } from './use-store-check.ts'

/** How the store is, by the worst that was found. A check that was cancelled proves nothing. */
export type Health = 'sound' | 'notes' | 'warning' | 'damage' | 'unfinished'

export function healthOf({ complete, findings }: Pick<StoreReport, 'complete' | 'findings'>): Health {
  const severities = new Set(findings.map(({ severity }) => severity))
  if (severities.has('damage')) return 'damage'
  if (!complete) return 'unfinished'
  if (severities.has('warning')) return 'warning'
  return severities.has('note') ? 'notes' : 'sound'
}

/** What is copied for support: what was found and the measures of the file. No word of any record. */
export function detailsOf(report: StoreReport): string {
  const findings = report.findings.map(({ code, table, count, detail }) => ({ code, table, count, detail }))
  const { depth, complete, checkedAt, facts } = report
  return JSON.stringify({ checkedAt, depth, complete, findings, facts }, null, 2)
}
