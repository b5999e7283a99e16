import type { Migration } from '../migrate.ts'

/** What clerks have written of decisions that are not made yet. */
export const drafts: Migration = {
  name: 'drafts',
  sql: `
CREATE TABLE drafts (
  clerk_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  -- Of the content of the request: what was written of an earlier one is not sent for a later one.
  revision_hash TEXT NOT NULL,
  -- The draft as JSON.
  draft TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  PRIMARY KEY (clerk_id, request_id, revision_hash)
) STRICT;
`,
}
