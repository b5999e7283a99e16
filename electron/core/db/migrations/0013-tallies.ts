import type { Migration } from '../migrate.ts'

/** What certificates are counted by. */
const facets = 'state, kind, awaiting_second, expires_on'
const of = (row: 'new' | 'old'): string =>
  `${row}.state, ${row}.kind, ${row}.awaiting_second, coalesce(${row}.expires_on, '')`
const more = `INSERT INTO certificate_tally (${facets}, count) VALUES (${of('new')}, 1)
    ON CONFLICT (${facets}) DO UPDATE SET count = count + 1`
const less = `UPDATE certificate_tally SET count = count - 1 WHERE (${facets}) = (${of('old')})`

/** Exact numbers of what there are millions of, kept up with the rows and read without them. */
export const tallies: Migration = {
  name: 'tallies',
  sql: `
CREATE TABLE member_tally (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL) STRICT;
INSERT INTO member_tally SELECT 1, count(*) FROM members;
CREATE TRIGGER member_counted AFTER INSERT ON members BEGIN
  UPDATE member_tally SET count = count + 1 WHERE one = 1;
END;
CREATE TRIGGER member_discounted AFTER DELETE ON members BEGIN
  UPDATE member_tally SET count = count - 1 WHERE one = 1;
END;

-- By all that lists of certificates are filtered by; '' for one that never expires.
CREATE TABLE certificate_tally (
  state TEXT NOT NULL,
  kind TEXT NOT NULL,
  awaiting_second INTEGER NOT NULL,
  expires_on TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (${facets})
) STRICT, WITHOUT ROWID;
INSERT INTO certificate_tally
  SELECT state, kind, awaiting_second, coalesce(expires_on, ''), count(*) FROM certificates GROUP BY 1, 2, 3, 4;
CREATE TRIGGER certificate_counted AFTER INSERT ON certificates BEGIN
  ${more};
END;
CREATE TRIGGER certificate_discounted AFTER DELETE ON certificates BEGIN
  ${less};
END;
CREATE TRIGGER certificate_counted_anew AFTER UPDATE OF ${facets} ON certificates
WHEN old.state <> new.state OR old.kind <> new.kind OR old.awaiting_second <> new.awaiting_second
  OR old.expires_on IS NOT new.expires_on
BEGIN
  ${less};
  ${more};
END;
CREATE VIEW certificates_counted AS
  SELECT state, kind, awaiting_second, nullif(expires_on, '') AS expires_on, count FROM certificate_tally;
`,
}
