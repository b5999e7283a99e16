import type { Migration } from '../migrate.ts'

const requestColumns = `
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  risk TEXT NOT NULL,
  member_id TEXT NOT NULL,
  branch TEXT NOT NULL,
  assignee_id TEXT,
  proposer_id TEXT,
  due_at TEXT,
  is_open INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  row TEXT NOT NULL`

const shown =
  'id, version, number, kind, state, risk, member_id, branch, assignee_id, proposer_id, due_at, is_open, sort_key, row'

/** The schema of version 0.1.0. */
export const first: Migration = {
  name: 'first',
  sql: `
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE clerks (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolled (
  clerk_id TEXT NOT NULL PRIMARY KEY,
  public_key TEXT NOT NULL,
  private_key TEXT NOT NULL,
  registered_at TEXT,
  token TEXT,
  scopes TEXT,
  next_seq INTEGER NOT NULL DEFAULT 1,
  enrolled_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
  scope TEXT NOT NULL PRIMARY KEY,
  epoch TEXT NOT NULL,
  cursor TEXT NOT NULL,
  caught_up INTEGER NOT NULL,
  totals TEXT NOT NULL,
  pulled_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Clustered by display order: 'place' is bucket | letters of the name | tie-break. Nothing refers to it but the index.
CREATE TABLE members (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  membership_no TEXT NOT NULL,
  id_no TEXT NOT NULL,
  mobile TEXT NOT NULL,
  email TEXT NOT NULL,
  name_key TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  index_key TEXT NOT NULL,
  pulled_at TEXT NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX members_by_mobile ON members (mobile);
CREATE INDEX members_by_email ON members (email);
CREATE INDEX members_by_id_no ON members (id_no);
CREATE INDEX members_by_name ON members (name_key, birth_date);

-- Plain contentless tables corrupt silently when a row goes: contentless_delete always. Tokens are made by ourselves.
CREATE VIRTUAL TABLE member_index USING fts5 (
  tokens,
  content = '',
  contentless_delete = 1,
  detail = none,
  prefix = '1 2 3 4',
  tokenize = "ascii tokenchars '!#$%&*+-./=?@^_{|}~:'"
);

CREATE TABLE requests (${requestColumns},
  generation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_by_order ON requests (branch, is_open, sort_key);
CREATE INDEX requests_of_branch ON requests (branch, sort_key);
CREATE INDEX requests_by_sort ON requests (sort_key);
CREATE INDEX requests_by_member ON requests (member_id);
CREATE INDEX requests_by_number ON requests (number);

-- Every way in which a request's number may be typed.
CREATE TABLE request_keys (
  key TEXT NOT NULL,
  request_id TEXT NOT NULL,
  PRIMARY KEY (key, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_keys_by_request ON request_keys (request_id);

-- Requests as they stand with this device's pending commands: derived from requests and overlay, by the writer alone.
CREATE TABLE pending_requests (${requestColumns}
) STRICT, WITHOUT ROWID;

CREATE VIEW requests_now AS
  SELECT ${shown}, 1 AS pending FROM pending_requests
  UNION ALL
  SELECT ${shown}, 0 AS pending FROM requests
    WHERE NOT EXISTS (SELECT 1 FROM pending_requests AS p WHERE p.id = requests.id);

CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  request_id TEXT NOT NULL,
  member_id TEXT NOT NULL,
  after TEXT,
  body TEXT NOT NULL,
  decided TEXT NOT NULL,
  made_at TEXT NOT NULL,
  not_before_ms INTEGER,
  attempted_at TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  last_tried_at TEXT,
  cause TEXT,
  deferral TEXT,
  receipt TEXT,
  receipted_at TEXT,
  rebased INTEGER NOT NULL DEFAULT 0,
  redone_as TEXT,
  UNIQUE (actor, seq)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, position);
CREATE INDEX outbox_by_actor ON outbox (actor, made_at);
CREATE INDEX outbox_by_request ON outbox (request_id);
CREATE INDEX outbox_by_after ON outbox (after);

CREATE TABLE overlay (
  command_id TEXT NOT NULL REFERENCES outbox (id),
  position INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  patch TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id, command_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlay_by_command ON overlay (command_id);

CREATE TABLE documents (
  hash TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL,
  kept_at TEXT NOT NULL
) STRICT;

CREATE TABLE aside (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  scope TEXT NOT NULL,
  cause TEXT NOT NULL,
  change TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT, WITHOUT ROWID;
`,
}
