import type { Migration } from '../migrate.ts'

/** Numbers belong to a clerk on a device; after a loss a clerk's go on under another device (repositories/lost-numbers.ts). */
export const devices: Migration = {
  name: 'devices',
  sql: `
-- The device under which this clerk's commands are numbered; that of the settings is for who signs in first from now on.
ALTER TABLE enrolled ADD COLUMN device TEXT NOT NULL DEFAULT '';
UPDATE enrolled SET device = coalesce((SELECT json_extract(value, '$') FROM settings WHERE key = 'device'), '');
`,
}
