/** Certificates with their lists and keys, the appointment desk, and decisions by field. */
export const counter: readonly string[] = [
  `alter table requests add column field_states jsonb not null default '{}'`,
  `create unique index requests_one_open_data_update on requests (member_id)
    where kind = 'data-update'
      and state in ('submitted', 'in-review', 'returned', 'resubmitted', 'awaiting-second', 'approved')`,
  // Which fields a first or a second approval speaks of; null: of the whole request.
  `alter table approvals add column fields jsonb`,
  // Of a data update only the grave fields need two people, each of them: what is not in a second approval of this very
  // revision cannot become applied, whoever else approved what else, and calling a field harmless now does not help.
  `create or replace function require_four_eyes() returns trigger language plpgsql as $$
    begin
      if new.kind = 'data-update' then
        if exists (
          select 1 from jsonb_each(new.field_states) as f
          where f.value ->> 'state' = 'applied'
            and old.field_states -> f.key ->> 'state' is distinct from 'applied'
            and (f.value ->> 'risk' = 'high' or old.field_states -> f.key ->> 'risk' = 'high')
            and not exists (
              select 1 from approvals
              where request_id = new.id and revision_hash = new.revision_hash
                and confirmer is not null and not voided and fields @> to_jsonb(f.key)
            )
        ) then
          raise exception 'four eyes: a field of request % has no second approval', new.id using errcode = 'check_violation';
        end if;
        return new;
      end if;
      if not exists (
        select 1 from approvals
        where request_id = new.id and revision_hash = new.revision_hash and confirmer is not null and not voided
      ) then
        raise exception 'four eyes: request % has no second approval', new.id using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  `create trigger requests_four_eyes_by_field before update of field_states on requests for each row
    when (new.kind = 'data-update' and new.field_states is distinct from old.field_states)
    execute function require_four_eyes()`,
  `create table register_keys (
    name text primary key,
    kid text not null unique,
    public_key text not null,
    private_key text not null,
    created_at timestamptz not null
  )`,
  `create sequence certificate_numbers`,
  `create table certificates (
    id text primary key,
    version integer not null check (version > 0),
    number text not null unique,
    kind text not null,
    state text not null check (state in ('in-force', 'suspended', 'revoked')),
    member_id text not null,
    membership_no text not null,
    name_ar text not null,
    name_en text not null,
    rank text not null,
    specialty text not null,
    issued_on date not null,
    expires_on date,
    status jsonb not null,
    code text not null,
    proposal jsonb,
    steps jsonb not null,
    updated_at timestamptz not null
  )`,
  `create index certificates_member on certificates (member_id)`,
  `create unique index certificates_status on certificates ((status ->> 'uri'), ((status ->> 'index')::integer))`,
  `create table evidence_lists (
    id text primary key,
    version integer not null check (version > 0),
    kind text not null check (kind in ('trust-list', 'status-list')),
    uri text not null unique,
    signed text not null,
    updated_at timestamptz not null
  )`,
  `create table revocations (
    id bigint generated always as identity primary key,
    certificate_id text not null references certificates (id),
    proposer text not null,
    confirmer text,
    declined boolean not null default false,
    constraint revocations_four_eyes check (confirmer is null or confirmer <> proposer)
  )`,
  `create unique index revocations_one_open on revocations (certificate_id) where confirmer is null and not declined`,
  `create function require_second_revoker() returns trigger language plpgsql as $$
    begin
      if not exists (
        select 1 from revocations where certificate_id = new.id and confirmer is not null and not declined
      ) then
        raise exception 'four eyes: certificate % was not revoked by two', new.id using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  `create trigger certificates_four_eyes before update of state on certificates for each row
    when (new.state = 'revoked' and old.state <> 'revoked') execute function require_second_revoker()`,
  `create table schedules (
    id text primary key,
    version integer not null check (version > 0),
    branch text not null,
    service text not null,
    counter integer not null check (counter > 0),
    valid_from date not null,
    valid_to date,
    weekly jsonb not null,
    slot_minutes integer not null check (slot_minutes > 0),
    capacity integer not null check (capacity > 0),
    updated_at timestamptz not null
  )`,
  `create sequence appointment_numbers`,
  // `place` numbers the visitors of a slot: the index makes it impossible to give one place twice, whatever the code does.
  `create table appointments (
    id text primary key,
    version integer not null check (version > 0),
    number text not null unique,
    branch text not null,
    service text not null,
    counter integer not null,
    schedule_id text not null references schedules (id),
    date date not null,
    time text not null,
    minutes integer not null,
    state text not null check (state in ('booked', 'arrived', 'served', 'no-show', 'cancelled')),
    visitor jsonb not null,
    origin text not null check (origin in ('walk-in', 'portal')),
    remarks text not null,
    events jsonb not null,
    place integer check (place > 0),
    updated_at timestamptz not null,
    constraint appointments_hold_a_place check ((state = 'cancelled') = (place is null))
  )`,
  `create unique index appointments_place on appointments (schedule_id, date, time, place) where place is not null`,
  `create index appointments_visitor on appointments ((visitor ->> 'idNo'), date)`,
  `alter table mail_outbox alter column request_id drop not null`,
  `alter table mail_outbox alter column request_number drop not null`,
]
