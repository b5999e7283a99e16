import type { Migration } from '../migrate.ts'

/** Reference data of the authority, by the day it counts from. */
export const reference: Migration = {
  name: 'reference',
  sql: `
CREATE TABLE reference_versions (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
`,
}
