/**
 * Members in about the order in which desks show them: state, then the first letters of the name. A fill reads them so,
 * and desks, which keep them so, append instead of writing all over their tables. Made anew
 * by 0014.
 */
export const displayOrder: readonly string[] = [
  `create index members_display_order on members (
    (state collate "C"),
    (left((name_ar ->> 'first') || ' ' || (name_ar ->> 'father') || ' ' || (name_ar ->> 'grandfather'), 12) collate "C"),
    (id collate "C")
  )`,
]
