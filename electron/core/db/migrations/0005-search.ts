import type { Migration } from '../migrate.ts'

/** What lists of members in memory are made from, and follow. */
export const search: Migration = {
  name: 'search',
  sql: `
-- Places at which a member came, went, or is found by other words now. Never read by the writer; cut when it opens.
CREATE TABLE member_changes (seq INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT;
CREATE TRIGGER member_came AFTER INSERT ON members BEGIN
  INSERT INTO member_changes (place) VALUES (new.place);
END;
CREATE TRIGGER member_went AFTER DELETE ON members BEGIN
  INSERT INTO member_changes (place) VALUES (old.place);
END;
CREATE TRIGGER member_changed AFTER UPDATE OF index_key ON members WHEN new.index_key <> old.index_key BEGIN
  INSERT INTO member_changes (place) VALUES (new.place);
END;

-- With the id, which the look at pending rows needs: so the list is counted without its rows.
DROP INDEX certificates_by_sort;
CREATE INDEX certificates_by_sort
  ON certificates (sort_key, state, kind, expires_on, awaiting_second, member_id, number_key, id);
-- What counts and filters of the queue look at, for those who see every branch.
CREATE INDEX requests_counted
  ON requests (is_open, sort_key, state, risk, kind, due_at, branch, assignee_id, proposer_id, member_id);
CREATE INDEX appointments_counted
  ON appointments (sort_key, date, state, service, branch, name_key, number_key, id_no, mobile);

-- Every word of the index, and how many members have it.
CREATE VIRTUAL TABLE member_words USING fts5vocab('member_index', 'row');
-- Every word of the index with every place where it stands.
CREATE VIRTUAL TABLE member_word_places USING fts5vocab('member_index', 'instance');
`,
}
