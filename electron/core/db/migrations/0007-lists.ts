import type { Migration } from '../migrate.ts'

/** Lists of members in memory are kept, so that a start need not read the index for them again. */
export const lists: Migration = {
  name: 'lists',
  sql: `
-- Parts of what is kept, those of one generation in their order from generation * 2^24 on (repositories/kept-lists.ts).
CREATE TABLE member_lists (id INTEGER PRIMARY KEY, part BLOB NOT NULL) STRICT;
-- What the parts are, and after which change of member_changes they were true. One row, or none.
CREATE TABLE member_lists_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  format INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  read INTEGER NOT NULL,
  used INTEGER NOT NULL,
  capacity INTEGER NOT NULL,
  places INTEGER NOT NULL,
  lists INTEGER NOT NULL
) STRICT;
`,
}
