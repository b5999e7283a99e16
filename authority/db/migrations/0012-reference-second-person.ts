/**
 * A version of reference data that takes a second approval away is a proposal until another administrator has confirmed
 * it (docs/adr/0025). What the use-cases refuse is refused here once more.
 */
export const referenceSecondPerson: readonly string[] = [
  `alter table reference_versions
    add column proposal_hash text check (proposal_hash ~ '^[0-9a-f]{64}$'),
    add column confirmed_at timestamptz,
    add column confirmed_by text,
    add constraint reference_confirmed_by_somebody check ((confirmed_at is null) = (confirmed_by is null)),
    add constraint reference_confirmed_a_proposal check (confirmed_by is null or proposal_hash is not null),
    add constraint reference_four_eyes check (confirmed_by <> published_by),
    -- What has come in the meantime was decided without it.
    add constraint reference_confirmed_before_its_day
      check ((confirmed_at at time zone 'Asia/Riyadh')::date < effective_from)`,
  `create or replace function reference_stands() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE'
        or old.withdrawn_at is not null
        or (old.confirmed_at is not null
          and (new.confirmed_at, new.confirmed_by) is distinct from (old.confirmed_at, old.confirmed_by))
        or (new.id, new.kind, new.effective_from, new.rows, new.note, new.published_at, new.published_by, new.proposal_hash)
          is distinct from
          (old.id, old.kind, old.effective_from, old.rows, old.note, old.published_at, old.published_by, old.proposal_hash)
      then
        raise exception 'reference version % stands as it is', old.id using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  `create function risks_lowered(earlier jsonb, later jsonb) returns boolean language sql immutable as $$
    select exists (
      select 1 from jsonb_to_recordset(earlier) as e(field text, risk text)
      where e.risk = 'high' and not exists (
        select 1 from jsonb_to_recordset(later) as l(field text, risk text) where l.field = e.field and l.risk = 'high'
      )
    ) $$`,
  // Against the version that stood before it when it was written, which an import brings in any order: hence deferred.
  `create function reference_needs_two() returns trigger language plpgsql as $$
    declare
      moment timestamptz := coalesce(new.withdrawn_at, new.published_at);
      former jsonb := (
        select rows from reference_versions
        where kind = new.kind and effective_from < new.effective_from
          and published_at <= moment and (proposal_hash is null or confirmed_at <= moment)
          and (withdrawn_at is null or withdrawn_at > moment)
        order by effective_from desc limit 1
      );
    begin
      if tg_op = 'INSERT' and new.proposal_hash is null and risks_lowered(former, new.rows) then
        raise exception 'four eyes: reference version % takes a second approval away', new.id
          using errcode = 'check_violation';
      end if;
      if tg_op = 'UPDATE' and risks_lowered(new.rows, former) then
        raise exception 'four eyes: the withdrawal of reference version % takes a second approval away', new.id
          using errcode = 'check_violation';
      end if;
      return null;
    end $$`,
  `create constraint trigger reference_inserted_by_two after insert on reference_versions deferrable initially deferred
    for each row when (new.kind = 'field-risk') execute function reference_needs_two()`,
  `create constraint trigger reference_withdrawn_by_two after update of withdrawn_at on reference_versions
    for each row when (
      new.kind = 'field-risk' and new.withdrawn_at is not null and (new.proposal_hash is null or new.confirmed_at is not null)
    ) execute function reference_needs_two()`,
]
