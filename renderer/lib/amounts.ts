export type SizeUnit = 'kilobytes' | 'megabytes' | 'gigabytes'

/** A size in the unit that is read most easily, with one decimal below ten: 1536 → 1.5 kilobytes. Units of 1024. */
export function sizeOf(bytes: number): { readonly unit: SizeUnit; readonly n: number } {
  const kilobytes = bytes / 1024
  const [unit, n] =
    kilobytes < 1024
      ? (['kilobytes', kilobytes] as const)
      : kilobytes < 1024 ** 2
        ? (['megabytes', kilobytes / 1024] as const)
        : (['gigabytes', kilobytes / 1024 ** 2] as const)
  return { unit, n: n < 10 ? Math.round(n * 10) / 10 : Math.round(n) }
}

/** How long something will take yet, rounded up so that it is never shown as shorter than it is. */
export function timeLeft(seconds: number): { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly n: number } {
  if (seconds < 60) return { unit: 'seconds', n: Math.max(1, Math.ceil(seconds / 5) * 5) }
  if (seconds < 3600) return { unit: 'minutes', n: Math.ceil(seconds / 60) }
  return { unit: 'hours', n: Math.ceil(seconds / 1800) / 2 }
}
