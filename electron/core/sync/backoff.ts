/** Shortest and longest wait after a failed round, in milliseconds. */
const shortest = 1000
const longest = 30_000

/**
 * How long to wait after so many failures in a row (from 1): doubling, and between half and all of it by chance, so that
 * a hundred desks do not come back to a restored authority in the same second.
 */
export function backoff(failures: number, random: number): number {
  const whole = Math.min(longest, shortest * 2 ** Math.min(failures - 1, 10))
  return Math.round(whole * (0.5 + random / 2))
}

/**
 * How long to wait after a failed round when the authority may have said for how long it wants to be left alone: never
 * less than that, and for some of it longer by chance, because everybody was told the same.
 *
 * @param wanted milliseconds that it asked for; 0 for nothing.
 */
export function backoffAfter(failures: number, random: number, wanted: number): number {
  return Math.max(backoff(failures, random), Math.round(wanted + Math.min(longest, wanted / 2) * random))
}
