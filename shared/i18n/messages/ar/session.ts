/** Messages of the area `session`, Arabic. */
export const session = {} as const
