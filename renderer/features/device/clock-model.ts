import type { SyncStatus } from '#shared/contracts/sync.ts'

type Jump = SyncStatus['clock']['jumps'][number]

/** From here on a clock is wrong, in seconds; as far may it be off without being told to have jumped. */
const wrongFrom = 300

/** Where a jump may have been noticed, as the messages name it. */
const places = ['running', 'opening', 'authority'] as const

/** A span in its largest whole unit, at least one minute. */
export function spanOf(seconds: number): { readonly unit: 'Minutes' | 'Hours' | 'Days'; readonly n: number } {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60))
  if (minutes < 60) return { unit: 'Minutes', n: minutes }
  if (minutes < 24 * 60) return { unit: 'Hours', n: Math.round(minutes / 60) }
  return { unit: 'Days', n: Math.round(minutes / (24 * 60)) }
}

/** How this machine's clock stands to the authority's; undefined before that is known. `wrong`: it should be set. */
export function clockStateOf(
  aheadSeconds: number | null,
): { readonly is: 'same' | 'slow' | 'fast'; readonly wrong: boolean } | undefined {
  if (aheadSeconds === null) return undefined
  const off = Math.abs(aheadSeconds)
  if (off < 60) return { is: 'same', wrong: false }
  return { is: aheadSeconds > 0 ? 'slow' : 'fast', wrong: off >= wrongFrom }
}

/** Which way a jump went, and where it was noticed; undefined for a place that a later version knows. */
export function jumpOf({ seconds, noticed }: Jump) {
  return { way: seconds < 0 ? ('back' as const) : ('forward' as const), place: places.find((one) => one === noticed) }
}
