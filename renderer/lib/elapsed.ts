export type ElapsedUnit = 'seconds' | 'minutes' | 'hours' | 'days'

/** How long ago something was, in its largest whole unit. A moment that lies ahead counts as now. */
export function elapsedSince(instant: string, now: number): { readonly unit: ElapsedUnit; readonly n: number } {
  const seconds = Math.max(0, Math.floor((now - Date.parse(instant)) / 1000))
  if (seconds < 60) return { unit: 'seconds', n: seconds }
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) }
  if (seconds < 86_400) return { unit: 'hours', n: Math.floor(seconds / 3600) }
  return { unit: 'days', n: Math.floor(seconds / 86_400) }
}
