/** What administrators are shown of devices and of the people who sign in at them. */
export const administration: readonly string[] = [
  // The application's version, as the device last said it; null until it does.
  `alter table devices add column app_version text`,
  // When somebody last signed in: with a password or, in demo mode, by being picked.
  `create table sign_ins (clerk_id text primary key references clerks (id), at timestamptz not null)`,
  `insert into sign_ins (clerk_id, at)
    select actor, max(audit.at) from audit join clerks on clerks.id = audit.actor
    where action = 'signed-in' group by actor`,
]
