/**
 * The audit trail becomes a log that proves itself: a Merkle tree (RFC 6962) over its entries, signed again and again.
 * What may have to be erased one day lies beside it, behind salted commitments.
 */
export const auditLog: readonly string[] = [
  `alter table audit add column personal jsonb not null default '{}'`,
  `create index audit_by_subject on audit (subject, id)`,
  `create index audit_by_actor on audit (actor, id)`,
  `create index audit_by_action on audit (action, id)`,
  `create index audit_by_time on audit (at, id)`,
  // The erasable side: the value behind a commitment, and whose record it belongs to.
  `create table audit_personal (
    commitment text primary key,
    subject text not null,
    salt text not null,
    value text not null
  )`,
  `create index audit_personal_by_subject on audit_personal (subject)`,
  // Entries without a place in the tree yet, with the transaction that wrote them: they get it in the order of commits.
  `create table audit_queue (
    id bigint primary key,
    xid xid8 not null default pg_current_xact_id()
  )`,
  `create index audit_queue_in_order on audit_queue (xid, id)`,
  `insert into audit_queue (id) select id from audit`,
  `create function queue_audit() returns trigger language plpgsql as $$
    begin
      insert into audit_queue (id) select id from added;
      return null;
    end $$`,
  `create trigger audit_queued after insert on audit referencing new table as added
    for each statement execute function queue_audit()`,
  `create table audit_leaves (
    seq bigint primary key check (seq >= 0),
    audit_id bigint not null unique,
    hash text not null check (length(hash) = 64)
  )`,
  // Complete subtrees above the leaves; level 0 is audit_leaves.
  `create table audit_nodes (
    level integer not null check (level > 0),
    position bigint not null,
    hash text not null check (length(hash) = 64),
    primary key (level, position)
  )`,
  `create table audit_checkpoints (
    size bigint primary key,
    root text not null check (length(root) = 64),
    at timestamptz not null,
    kid text not null,
    signature text not null
  )`,
  ...['audit_leaves', 'audit_nodes', 'audit_checkpoints'].map(
    (table) => `create trigger ${table}_append_only before update or delete on ${table} for each row
      execute function audit_is_append_only()`,
  ),
  // How far each desk's own chain has come, and the entries that it brought: none of them twice.
  `create table desk_chains (
    device text primary key,
    number bigint not null,
    hash text not null check (length(hash) = 64)
  )`,
  `create table desk_chain_entries (
    device text not null,
    hash text not null,
    primary key (device, hash)
  )`,
]
