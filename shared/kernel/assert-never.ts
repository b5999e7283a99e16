/** Closes a switch over a union: TypeScript refuses a missing case, and at run time a stray value is named. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
