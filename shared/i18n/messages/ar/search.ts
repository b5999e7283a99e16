/** Messages of the area `search`, Arabic. */
export const search = {} as const
