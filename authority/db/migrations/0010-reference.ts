/** Reference data by the day it counts from: versions are added, or withdrawn before their day, and never changed. */
export const reference: readonly string[] = [
  `create table reference_versions (
    id text primary key,
    version integer not null check (version > 0),
    kind text not null,
    effective_from date not null,
    rows jsonb not null,
    note text not null,
    published_at timestamptz not null,
    published_by text not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    updated_at timestamptz not null,
    check ((withdrawn_at is null) = (withdrawn_by is null))
  )`,
  `create unique index reference_versions_one_a_day on reference_versions (kind, effective_from)
    where withdrawn_at is null`,
  `create function reference_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE'
        or old.withdrawn_at is not null
        or (new.id, new.kind, new.effective_from, new.rows, new.note, new.published_at, new.published_by)
          is distinct from (old.id, old.kind, old.effective_from, old.rows, old.note, old.published_at, old.published_by)
      then
        raise exception 'reference version % stands as it is', old.id using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  `create trigger reference_versions_stand before update or delete on reference_versions for each row
    execute function reference_stands()`,
  // What is re-reckoned when days off change.
  `create index requests_due on requests (due_at) where due_at is not null`,
]
