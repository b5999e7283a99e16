import type { Migration } from '../migrate.ts'

/** How far a fill has come, in rows. */
export const fill: Migration = {
  name: 'fill',
  sql: `
-- Rows that came since the scope's beginning; of a scope that was filled before, those in it.
ALTER TABLE cursors ADD COLUMN rows INTEGER NOT NULL DEFAULT 0;
UPDATE cursors SET rows = (SELECT coalesce(sum(value), 0) FROM json_each(totals)) WHERE caught_up = 1;
`,
}
