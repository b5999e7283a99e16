/** The present moment. Injected, so that rules and machines with time in them can be tested and simulated. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
}

/** Makes ids that grow with time (UUIDv7). Injected for the same reason as the clock. */
export type NewId = () => string

/** Runs something once, so many milliseconds later; answers how to call it off. Injected like the clock. */
export type After = (milliseconds: number, work: () => void) => () => void

/** Fields that may be written to a log: never names, whole ids, addresses or secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export interface Logger {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** An instant as text, ISO 8601 in UTC with milliseconds: `2026-11-22T07:00:00.000Z`. */
export function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
