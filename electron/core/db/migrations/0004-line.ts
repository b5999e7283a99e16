import type { Migration } from '../migrate.ts'

/** What the line needs: attachments on their way, rows set aside by which application, jumps of the clock. */
export const line: Migration = {
  name: 'line',
  sql: `
-- Which application set the row aside: another one looks at it again.
ALTER TABLE aside ADD COLUMN set_by TEXT NOT NULL DEFAULT '';

CREATE TABLE clock_jumps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Trusted time when it was noticed.
  at TEXT NOT NULL,
  -- The machine's clock before and after, in milliseconds.
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  -- How much of the way was not real time; below 0 when the clock was set back.
  jump_ms INTEGER NOT NULL,
  noticed TEXT NOT NULL
) STRICT;

-- The received part of documents that are on their way down.
CREATE TABLE document_parts (
  hash TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (hash, position)
) STRICT;

-- Documents of this desk that go up. Their bytes lie in 'documents' until the receipts of all who need them, and longer.
CREATE TABLE attachments (
  hash TEXT NOT NULL PRIMARY KEY,
  request_id TEXT NOT NULL,
  clerk_id TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  added_at TEXT NOT NULL,
  -- Bytes that the authority said it has.
  sent INTEGER NOT NULL DEFAULT 0,
  acknowledged_at TEXT
) STRICT, WITHOUT ROWID;

-- Which commands rest on which of them.
CREATE TABLE command_attachments (
  command_id TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (command_id, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX command_attachments_by_hash ON command_attachments (hash);
`,
}
