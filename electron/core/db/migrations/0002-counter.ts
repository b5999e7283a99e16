import type { Migration } from '../migrate.ts'

const certificateColumns = `
  id TEXT NOT NULL PRIMARY KEY,
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
  row TEXT NOT NULL`

const shownOfCertificate =
  'id, version, number, number_key, kind, state, member_id, expires_on, awaiting_second, sort_key, row'

const appointmentColumns = `
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  number TEXT NOT NULL,
  -- The number as it may be typed: folded digits, no dashes.
  number_key TEXT NOT NULL,
  branch TEXT NOT NULL,
  service TEXT NOT NULL,
  state TEXT NOT NULL,
  schedule_id TEXT NOT NULL,
  date TEXT NOT NULL,
  time TEXT NOT NULL,
  id_no TEXT NOT NULL,
  mobile TEXT NOT NULL,
  -- The visitor's name, folded.
  name_key TEXT NOT NULL,
  -- Day, time, counter.
  sort_key TEXT NOT NULL,
  row TEXT NOT NULL`

const shownOfAppointment = `id, version, number, number_key, branch, service, state, schedule_id, date, time, id_no, mobile,
  name_key, sort_key, row`

/** Certificates with their signed lists, the appointment desk, verifications, and commands on any record. */
export const counter: Migration = {
  name: 'counter',
  sql: `
ALTER TABLE outbox RENAME COLUMN request_id TO subject_id;
ALTER TABLE outbox ADD COLUMN subject_table TEXT NOT NULL DEFAULT 'requests';

-- Rows that were pulled before decisions by field were known.
UPDATE requests SET row = json_set(row, '$.fieldStates', json('{}')) WHERE json_extract(row, '$.fieldStates') IS NULL;
UPDATE pending_requests SET row = json_set(row, '$.fieldStates', json('{}'))
  WHERE json_extract(row, '$.fieldStates') IS NULL;

CREATE TABLE certificates (${certificateColumns},
  generation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_by_number ON certificates (number_key);
CREATE INDEX certificates_by_member ON certificates (member_id, sort_key);
-- Holds every column that lists filter by, so that they are counted without the rows.
CREATE INDEX certificates_by_sort
  ON certificates (sort_key, state, kind, expires_on, awaiting_second, member_id, number_key);
CREATE INDEX certificates_awaiting ON certificates (sort_key) WHERE awaiting_second = 1;

-- Certificates as they stand with this device's pending commands: derived from certificates and overlay.
CREATE TABLE pending_certificates (${certificateColumns}
) STRICT, WITHOUT ROWID;

CREATE VIEW certificates_now AS
  SELECT ${shownOfCertificate}, 1 AS pending FROM pending_certificates
  UNION ALL
  SELECT ${shownOfCertificate}, 0 AS pending FROM certificates
    WHERE NOT EXISTS (SELECT 1 FROM pending_certificates AS p WHERE p.id = certificates.id);

CREATE TABLE evidence_lists (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  uri TEXT NOT NULL UNIQUE,
  row TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was verified at this desk; never pulled, never pushed.
CREATE TABLE verifications (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  clerk_id TEXT,
  verdict TEXT NOT NULL,
  certificate_id TEXT,
  member_id TEXT,
  row TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX verifications_by_time ON verifications (at);
CREATE INDEX verifications_by_member ON verifications (member_id, at);
CREATE INDEX verifications_by_certificate ON verifications (certificate_id, at);

CREATE TABLE schedules (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  branch TEXT NOT NULL,
  row TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX schedules_by_branch ON schedules (branch);

CREATE TABLE appointments (${appointmentColumns},
  generation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointments_by_day ON appointments (branch, date, time);
CREATE INDEX appointments_by_sort ON appointments (branch, sort_key);
CREATE INDEX appointments_by_visitor ON appointments (id_no, date);

-- Appointments as they stand with this device's pending commands: derived from appointments and overlay.
CREATE TABLE pending_appointments (${appointmentColumns},
  -- 1 while the authority has not confirmed the place that it holds.
  provisional INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW appointments_now AS
  SELECT ${shownOfAppointment}, provisional, 1 AS pending FROM pending_appointments
  UNION ALL
  SELECT ${shownOfAppointment}, 0 AS provisional, 0 AS pending FROM appointments
    WHERE NOT EXISTS (SELECT 1 FROM pending_appointments AS p WHERE p.id = appointments.id);
`,
}
