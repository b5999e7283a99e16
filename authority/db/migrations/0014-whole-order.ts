/**
 * The order of members (0004) for a name that lacks a part, too: without it the key was null, which is behind no other,
 * and a fill ended there. The expression stands again in repositories/fill.ts and must be the same.
 */
export const wholeOrder: readonly string[] = [
  `drop index members_display_order`,
  `create index members_display_order on members (
    (state collate "C"),
    (left(coalesce(name_ar ->> 'first', '') || ' ' || coalesce(name_ar ->> 'father', '') || ' '
      || coalesce(name_ar ->> 'grandfather', ''), 12) collate "C"),
    (id collate "C")
  )`,
]
