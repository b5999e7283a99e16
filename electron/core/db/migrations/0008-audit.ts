import type { Migration } from '../migrate.ts'

/** The desk's own audit trail: a chain in which each entry has the hash of the one before. */
export const audit: Migration = {
  name: 'audit',
  sql: `
CREATE TABLE desk_audit (
  number INTEGER PRIMARY KEY,
  -- The entry as JSON, with its hash.
  entry TEXT NOT NULL,
  hash TEXT NOT NULL,
  -- Whether the authority has it.
  sent INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX desk_audit_unsent ON desk_audit (number) WHERE sent = 0;
`,
}
