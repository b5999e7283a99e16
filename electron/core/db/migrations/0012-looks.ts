import type { Migration } from '../migrate.ts'

const shownOfAppointment = `id, version, number, number_key, branch, service, state, schedule_id, date, time, id_no, mobile,
  name_key, sort_key, row`

/** Ways to what clerks look at: a branch's lists counted without their rows, and requests by when they changed. */
export const looks: Migration = {
  name: 'looks',
  sql: `
-- With what lists of a branch are filtered by, so that they are counted without the rows.
DROP INDEX requests_of_branch;
CREATE INDEX requests_of_branch ON requests (branch, sort_key, state, risk, kind, member_id);
DROP INDEX appointments_by_sort;
CREATE INDEX appointments_by_sort
  ON appointments (branch, sort_key, date, state, service, name_key, number_key, id_no, mobile);

-- What has happened since a clerk left. The text of the expression is that of the question.
CREATE INDEX requests_by_change ON requests (json_extract(row, '$.updatedAt'), branch);

-- Both halves give 'provisional' as an integer: else SQLite gathers all of them and sorts, where it could read in order.
DROP VIEW appointments_now;
CREATE VIEW appointments_now AS
  SELECT ${shownOfAppointment}, provisional, 1 AS pending FROM pending_appointments
  UNION ALL
  SELECT ${shownOfAppointment}, CAST(0 AS INTEGER) AS provisional, 0 AS pending FROM appointments
    WHERE NOT EXISTS (SELECT 1 FROM pending_appointments AS p WHERE p.id = appointments.id);
`,
}
