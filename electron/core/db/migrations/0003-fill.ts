import type { Migration } from '../migrate.ts'

const columns =
  'id, version, number, number_key, kind, state, member_id, expires_on, awaiting_second, sort_key, row, generation'
const shown = 'id, version, number, number_key, kind, state, member_id, expires_on, awaiting_second, sort_key, row'

/** What a fill of millions of rows needs: how far it has come, and tables that are cheap to add to. */
export const fill: Migration = {
  name: 'fill',
  sql: `
-- Rows that came since the scope's beginning; of a scope that was filled before, those in it.
ALTER TABLE cursors ADD COLUMN rows INTEGER NOT NULL DEFAULT 0;
-- Whether the cursor is a place in the stream of a fill, not in the feed.
ALTER TABLE cursors ADD COLUMN filling INTEGER NOT NULL DEFAULT 0;
UPDATE cursors SET rows = (SELECT coalesce(sum(value), 0) FROM json_each(totals)) WHERE caught_up = 1;

-- The index of words finds numbers and addresses whole: three B-trees of a million random keys less to keep up.
DROP INDEX members_by_mobile;
DROP INDEX members_by_email;
DROP INDEX members_by_id_no;
-- Merging is done when nobody waits (repositories/index-upkeep.ts), not in the middle of a transaction.
INSERT INTO member_index (member_index, rank) VALUES ('automerge', 0);

-- A row of more than a kilobyte in a table without rowid takes a page of its own beside it: half of the file was empty.
DROP VIEW certificates_now;
ALTER TABLE certificates RENAME TO certificates_before;
DROP INDEX certificates_by_number;
DROP INDEX certificates_by_member;
DROP INDEX certificates_by_sort;
DROP INDEX certificates_awaiting;
CREATE TABLE certificates (
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  number TEXT NOT NULL,
  -- The number as it may be typed: folded digits, no dashes.
  number_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  member_id TEXT NOT NULL,
  expires_on TEXT,
  awaiting_second INTEGER NOT NULL,
  -- Newest first.
  sort_key TEXT NOT NULL,
  row TEXT NOT NULL,
  generation INTEGER NOT NULL
) STRICT;
INSERT INTO certificates (${columns}) SELECT ${columns} FROM certificates_before;
DROP TABLE certificates_before;
CREATE INDEX certificates_by_number ON certificates (number_key);
CREATE INDEX certificates_by_member ON certificates (member_id, sort_key);
-- Holds every column that lists filter by, so that they are counted without the rows. A first fill makes it at its end.
CREATE INDEX certificates_by_sort
  ON certificates (sort_key, state, kind, expires_on, awaiting_second, member_id, number_key);
CREATE INDEX certificates_awaiting ON certificates (sort_key) WHERE awaiting_second = 1;
CREATE VIEW certificates_now AS
  SELECT ${shown}, 1 AS pending FROM pending_certificates
  UNION ALL
  SELECT ${shown}, 0 AS pending FROM certificates
    WHERE NOT EXISTS (SELECT 1 FROM pending_certificates AS p WHERE p.id = certificates.id);
`,
}
