/** Who signs in, with what, and at which device. */
export const identity: readonly string[] = [
  `create table accounts (
    clerk_id text primary key references clerks (id),
    -- In lower case; what is typed at the sign-in.
    username text not null unique,
    -- Argon2id in the form of the password hashing competition, with its parameters and salt.
    password_hash text not null,
    must_change boolean not null,
    -- Locked by an administrator; waits after wrong tries stand in sign_in_failures.
    locked_at timestamptz,
    -- Of the second factor, sealed under the register's secrets key; null until it is set up.
    totp_secret text,
    -- The newest step whose code was used: none is taken twice.
    totp_step bigint not null default 0,
    changed_at timestamptz not null
  )`,
  `create table recovery_codes (
    clerk_id text not null references accounts (clerk_id),
    code_hash text not null,
    primary key (clerk_id, code_hash)
  )`,
  // By name as it was typed (hashed) or by address: whether an account has that name makes no difference.
  `create table sign_in_failures (
    subject text primary key,
    failures integer not null,
    last_at timestamptz not null,
    blocked_until timestamptz
  )`,
  `create index sign_in_failures_by_age on sign_in_failures (last_at)`,
  // Keys of the provider, made at its first start and shared by all of its processes.
  `create table identity_keys (name text primary key, value jsonb not null, created_at timestamptz not null)`,
  `create table oidc_payloads (
    model text not null,
    id text not null,
    payload jsonb not null,
    grant_id text,
    uid text,
    account_id text,
    consumed_at timestamptz,
    expires_at timestamptz,
    primary key (model, id)
  )`,
  `create index oidc_payloads_grant on oidc_payloads (grant_id) where grant_id is not null`,
  `create index oidc_payloads_uid on oidc_payloads (model, uid) where uid is not null`,
  `create index oidc_payloads_account on oidc_payloads (account_id) where account_id is not null`,
  `create index oidc_payloads_by_age on oidc_payloads (expires_at)`,
  // Proofs of possession that were seen: none is taken twice, by whatever process.
  `create table used_proofs (id text primary key, expires_at timestamptz not null)`,
  `create index used_proofs_by_age on used_proofs (expires_at)`,
  `create table devices (
    id text primary key,
    name text not null,
    state text not null check (state in ('pending', 'enrolled', 'revoked', 'wipe')),
    -- Thumbprint (RFC 7638) of the device's key; null where devices prove nothing (demo mode).
    proof_key text,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    wiped_at timestamptz
  )`,
  // Devices that were let in before there was such a list stay in.
  `insert into devices (id, name, state, first_seen_at, last_seen_at)
    select device, device, 'enrolled', min(enrolled_at), max(enrolled_at) from device_keys group by device`,
  `create index sessions_by_age on sessions (expires_at)`,
  `create index sessions_by_clerk on sessions (clerk_id, device)`,
  `create table sealed_outboxes (
    device text primary key references devices (id),
    at timestamptz not null,
    bytes bytea not null
  )`,
]
