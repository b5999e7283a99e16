/**
 * Shape that the English messages of an area must have, given the Arabic ones: the same keys, where a counted key
 * keeps only the two forms English knows. Use it as `… as const satisfies EnglishOf<typeof arabicArea>`: a key that is
 * missing or too many fails the type check.
 */
export type EnglishOf<Area> = {
  readonly [Key in keyof Area as Key extends `${string}_${'zero' | 'two' | 'few' | 'many'}` ? never : Key]: string
}
