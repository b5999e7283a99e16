import type { Migration } from '../migrate.ts'

/** What lists of members in memory follow, with the words. */
export const words: Migration = {
  name: 'words',
  sql: `
-- The words by which a member at a place is found now: '' for nobody any more, NULL where they are to be looked up.
ALTER TABLE member_changes ADD COLUMN words TEXT;
-- Written with the changes of the index of words, which know them (repositories/index-changes.ts).
DROP TRIGGER member_came;
DROP TRIGGER member_went;
DROP TRIGGER member_changed;
`,
}
