/** Messages of the area `outbox`, Arabic. */
export const outbox = {} as const
