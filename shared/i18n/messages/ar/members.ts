/** Messages of the area `members`, Arabic. */
export const members = {} as const
