import { sql } from 'kysely'
import type { Db } from '#authority/db/types.ts'
import { statusListUri } from '#shared/domain/certificates/status-list.ts'

/** Rows of each table. */
const sizes = {
  members: 30_000,
  certificates: 30_000,
  requests: 20_000,
  commands: 40_000,
  sessions: 20_000,
  audit: 40_000,
}
/** Of what a register of this size has as often as requests. */
const some = 20_000

const series = (count: number): string => `generate_series(1, ${count}) as n`

const directory: readonly string[] = [
  `insert into members
    select 'crowd-' || n, 1, 'active', 'crowd-' || n, 'f-' || n, 'id-' || n, 'citizen',
      jsonb_build_object('first', 'n' || n % 1000, 'father', '', 'grandfather', ''), '{}', 'm', '1980-01-01', 'SA', 'crowd-' || n || '@example.com', '', 'riyadh', null, null, '', '', null, 'medicine', 'consultant', 'x', '[]', '[]',
      '{}', 'photo-' || n, now() from ${series(sizes.members)}`,
  // On the list that a certificate of the test is on as well: one list holds many more than these.
  `insert into certificates
    select 'crowd-' || n, 1, 'crowd-' || n, 'registration', case when n % 20 = 0 then 'suspended' else 'in-force' end, 'crowd-' || n, 'crowd-' || n, '', '', '', '',
      '2026-01-01', null, jsonb_build_object('uri', '${statusListUri(1)}', 'index', 1000 + n), '', null, '[]', now()
    from ${series(sizes.certificates)}`,
  `insert into revocations (certificate_id, proposer, confirmer)
    select 'crowd-' || n, 'salem', case when n % 2 = 0 then 'huda' end from ${series(some)}`,
]

const work: readonly string[] = [
  `insert into requests (id, version, number, kind, state, risk, member_id, branch, submitted_at, base_version,
      base, proposed, revision_hash, evidence, rules_at_submission, decisions, events, updated_at)
    select 'crowd-' || n, 1, 'crowd-' || n, 'classification', 'submitted', 'low', 'crowd-' || n, 'riyadh', now(), 1, '{}',
      '{}', repeat('0', 64), '[]', '[]', '[]', '[]', now() from ${series(sizes.requests)}`,
  `insert into approvals (request_id, revision_hash, proposer, confirmer)
    select 'crowd-' || n, repeat('0', 64), 'salem', case when n % 2 = 0 then 'huda' end from ${series(sizes.requests)}`,
  `insert into documents select 'crowd-' || n, 'application/pdf', 1, '\\x00' from ${series(some)}`,
  `insert into request_documents select 'crowd-' || n, 'crowd-' || n from ${series(some)}`,
  `insert into uploads select 'crowd-' || n, 'crowd-' || n % 400, 1, '\\x00', 'application/pdf', now() from ${series(some)}`,
  `insert into schedules
    select 'crowd', 1, 'riyadh', 'general', 9, '2026-01-01', null, '[]', 15, 2, now()`,
  `insert into appointments
    select 'crowd-' || n, 1, 'crowd-' || n, 'riyadh', 'general', 9, 'crowd', date '2026-01-01' + n % 200,
      '09:00', 15, 'booked', jsonb_build_object('idNo', 'id-' || n), 'portal', '', '[]', n, now() from ${series(some)}`,
  `insert into feed (scope, table_name, row_id, version)
    select 'directory', 'members', id, 1 from members where id like 'crowd-%'
    union all select 'directory', 'certificates', id, 1 from certificates where id like 'crowd-%'
    union all select 'branch:riyadh', 'requests', id, 1 from requests where id like 'crowd-%'
    union all select 'branch:riyadh', 'appointments', id, 1 from appointments where id like 'crowd-%'`,
]

const desks: readonly string[] = [
  `insert into commands
    select 'crowd-' || n, 'crowd-' || n % 400, 'noura', 1 + n / 400, 'request.decide', '', 'settled',
      '{"outcome":"applied","changed":[]}', now() from ${series(sizes.commands)}`,
  `insert into sessions select 'crowd-' || n, 'noura', 'crowd-' || n, now(), now() + interval '1 hour'
    from ${series(sizes.sessions)}`,
  `insert into devices select 'crowd-' || n, 'crowd', 'enrolled', 'key', now(), now() from ${series(sizes.sessions)}`,
  `insert into device_keys select 'crowd-' || n, 'noura', 'key', now() from ${series(sizes.sessions)}`,
  `insert into desk_chains select 'crowd-' || n, 1, repeat('0', 64) from ${series(some)}`,
  `insert into desk_chain_entries select 'crowd-' || n % 400, 'crowd-' || n from ${series(some)}`,
]

/** A log with its tree, of hashes that prove nothing, and a checkpoint at every fourth entry. */
const log: readonly string[] = [
  `insert into audit (at, actor, action, subject, detail)
    select now(), 'crowd', 'crowd', 'crowd:' || n, '{}' from ${series(sizes.audit)}`,
  `insert into audit_leaves select row_number() over (order by id) - 1, id, repeat('0', 64) from audit`,
  `insert into audit_nodes select l, p, repeat('0', 64)
    from generate_series(1, 20) as l, lateral generate_series(0, (${sizes.audit} >> l) - 1) as p`,
  `insert into audit_checkpoints select 4 * n, repeat('0', 64), now(),
      coalesce((select kid from register_keys where name = 'audit'), 'crowd'), '' from ${series(sizes.audit / 4)}`,
]

/**
 * Puts a crowd into the register: rows that nobody looks at, so many that the planner reads a table from end to end
 * wherever no index fits. Written by the database itself; their words mean nothing. Needs the clerks of `buildWorld`.
 */
export async function addCrowd(db: Db): Promise<void> {
  for (const text of [...directory, ...work, ...desks, ...log, 'analyze']) await sql.raw(text).execute(db)
}
