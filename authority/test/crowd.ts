import { sql } from 'kysely'
import type { Db } from '#authority/db/types.ts'

/** Rows of each table. */
const sizes = { members: 30_000, certificates: 30_000, requests: 20_000, commands: 40_000, sessions: 20_000 }

/**
 * Puts a crowd into the register: rows that nobody looks at, so many that the planner reads a table from end to end
 * wherever no index fits. Written by the database itself; their words mean nothing.
 */
export async function addCrowd(db: Db): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db)
  await run(`insert into members
    select 'crowd-' || n, 1, 'active', 'crowd-' || n, 'f-' || n, 'id-' || n, 'citizen', '{}', '{}', 'm', '1980-01-01', 'SA',
      'crowd-' || n || '@example.com', '', 'riyadh', null, null, '', '', null, 'medicine', 'consultant', 'x', '[]', '[]',
      '{}', null, now() from generate_series(1, ${sizes.members}) as n`)
  await run(`insert into certificates
    select 'crowd-' || n, 1, 'crowd-' || n, 'registration', 'in-force', 'crowd-' || n, 'crowd-' || n, '', '', '', '',
      '2026-01-01', null, jsonb_build_object('uri', 'crowd', 'index', n), '', null, '[]', now()
    from generate_series(1, ${sizes.certificates}) as n`)
  await run(`insert into requests (id, version, number, kind, state, risk, member_id, branch, submitted_at, base_version,
      base, proposed, revision_hash, evidence, rules_at_submission, decisions, events, updated_at)
    select 'crowd-' || n, 1, 'crowd-' || n, 'classification', 'submitted', 'low', 'crowd-' || n, 'riyadh', now(), 1, '{}',
      '{}', repeat('0', 64), '[]', '[]', '[]', '[]', now() from generate_series(1, ${sizes.requests}) as n`)
  await run(`insert into feed (scope, table_name, row_id, version)
    select 'directory', 'members', id, 1 from members where id like 'crowd-%'
    union all select 'directory', 'certificates', id, 1 from certificates where id like 'crowd-%'
    union all select 'branch:riyadh', 'requests', id, 1 from requests where id like 'crowd-%'`)
  await run(`insert into commands
    select 'crowd-' || n, 'crowd-' || n % 400, 'noura', 1 + n / 400, 'request.decide', '', 'settled',
      '{"outcome":"applied","changed":[]}', now() from generate_series(1, ${sizes.commands}) as n`)
  await run(`insert into sessions select 'crowd-' || n, 'noura', 'crowd-' || n, now(), now() + interval '1 hour'
    from generate_series(1, ${sizes.sessions}) as n`)
  await run(
    `insert into device_keys select 'crowd-' || n, 'noura', 'key', now() from generate_series(1, ${sizes.sessions}) as n`,
  )
  await run(`insert into approvals (request_id, revision_hash, proposer, confirmer)
    select id, revision_hash, 'salem', 'huda' from requests where id like 'crowd-%'`)
  await run('analyze')
}
