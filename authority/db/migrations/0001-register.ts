/** The whole of the first released schema. Released migrations are never edited: add another file. */
export const register: readonly string[] = [
  `create table meta (name text primary key, value text not null)`,
  `create table clerks (
    id text primary key,
    version integer not null check (version > 0),
    name_ar text not null,
    name_en text not null,
    role text not null check (role in ('clerk', 'supervisor', 'branch-manager', 'auditor', 'administrator')),
    branch text not null,
    active boolean not null
  )`,
  `create table members (
    id text primary key,
    version integer not null check (version > 0),
    state text not null,
    membership_no text not null,
    file_no text not null,
    id_no text not null,
    id_kind text not null check (id_kind in ('citizen', 'resident')),
    name_ar jsonb not null,
    name_en jsonb not null,
    gender text not null check (gender in ('m', 'f')),
    birth_date date not null,
    nationality text not null,
    email text not null,
    mobile text not null,
    city text not null,
    po_box text,
    postal_code text,
    employer_ar text not null,
    employer_en text not null,
    blood_group text,
    family text not null,
    rank text not null,
    specialty text not null,
    classifications jsonb not null,
    registrations jsonb not null,
    account jsonb not null,
    photo text,
    updated_at timestamptz not null
  )`,
  `create unique index members_membership_no on members (membership_no)`,
  `create index members_id_no on members (id_no)`,
  `create index members_photo on members (photo) where photo is not null`,
  // One address, one open file. Addresses are stored in their normal form; lower() guards against one that is not.
  `create unique index members_open_email on members (lower(email))
    where email <> '' and state not in ('revoked', 'deceased', 'merged')`,
  `create sequence request_numbers`,
  `create table requests (
    id text primary key,
    version integer not null check (version > 0),
    number text not null unique,
    kind text not null,
    state text not null,
    risk text not null check (risk in ('low', 'medium', 'high')),
    member_id text not null,
    branch text not null,
    assignee_id text references clerks (id),
    submitted_at timestamptz not null,
    due_at timestamptz,
    paused_at timestamptz,
    base_version integer not null,
    base jsonb not null,
    proposed jsonb not null,
    revision_hash text not null check (length(revision_hash) = 64),
    evidence jsonb not null,
    address_proof jsonb,
    rules_at_submission jsonb not null,
    proposal jsonb,
    decisions jsonb not null,
    events jsonb not null,
    updated_at timestamptz not null
  )`,
  `create index requests_member on requests (member_id)`,
  `create unique index requests_one_open_email_change on requests (member_id)
    where kind = 'email-change'
      and state in ('submitted', 'in-review', 'returned', 'resubmitted', 'awaiting-second', 'approved')`,
  `create table approvals (
    id bigint generated always as identity primary key,
    request_id text not null references requests (id),
    revision_hash text not null,
    proposer text not null,
    confirmer text,
    voided boolean not null default false,
    constraint approvals_four_eyes check (confirmer is null or confirmer <> proposer)
  )`,
  `create unique index approvals_one_open on approvals (request_id) where confirmer is null and not voided`,
  // Four eyes at the last place where they can be forgotten: a high-risk request takes effect only with two people.
  `create function require_four_eyes() returns trigger language plpgsql as $$
    begin
      if not exists (
        select 1 from approvals
        where request_id = new.id and revision_hash = new.revision_hash and confirmer is not null and not voided
      ) then
        raise exception 'four eyes: request % has no second approval', new.id using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  `create trigger requests_four_eyes before update of state on requests for each row
    when (new.risk = 'high' and new.state in ('approved', 'completed') and old.state not in ('approved', 'completed'))
    execute function require_four_eyes()`,
  `create sequence feed_position`,
  `create table feed (
    scope text not null,
    table_name text not null,
    row_id text not null,
    xid xid8 not null default pg_current_xact_id(),
    id bigint not null default nextval('feed_position'),
    version integer not null,
    gone boolean not null default false,
    primary key (scope, table_name, row_id)
  )`,
  `create index feed_by_position on feed (scope, xid, id)`,
  `create table commands (
    id text primary key,
    device text not null,
    actor text not null,
    seq integer not null check (seq > 0),
    kind text not null,
    body_hash text not null,
    state text not null check (state in ('settled', 'deferred')),
    receipt jsonb not null,
    received_at timestamptz not null,
    unique (device, actor, seq)
  )`,
  `create table device_keys (
    device text not null,
    clerk_id text not null references clerks (id),
    public_key text not null,
    enrolled_at timestamptz not null,
    primary key (device, clerk_id, public_key)
  )`,
  `create table sessions (
    token_hash text primary key,
    clerk_id text not null references clerks (id),
    device text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create table documents (
    hash text primary key,
    media_type text not null,
    size integer not null,
    bytes bytea not null
  )`,
  `create table request_documents (
    request_id text not null references requests (id),
    hash text not null references documents (hash),
    primary key (request_id, hash)
  )`,
  `create index request_documents_hash on request_documents (hash)`,
  `create table mail_outbox (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    template text not null,
    to_address text not null,
    request_id text not null references requests (id),
    request_number text not null,
    subject_ar text not null,
    subject_en text not null,
    body_ar text not null,
    body_en text not null
  )`,
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    device text,
    action text not null,
    subject text not null,
    detail jsonb not null
  )`,
  `create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is append-only' using errcode = 'check_violation';
    end $$`,
  `create trigger audit_append_only before update or delete on audit for each row
    execute function audit_is_append_only()`,
  `create table portal_codes (
    request_id text primary key references requests (id),
    code_hash text not null,
    expires_at timestamptz not null,
    tries integer not null default 0
  )`,
]
