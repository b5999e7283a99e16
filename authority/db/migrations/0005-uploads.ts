/** Documents that desks are handing in. */
export const uploads: readonly string[] = [
  // Whoever knows a document's hash has not shown yet that they have it: what a device sent is that device's alone, until
  // a decision takes it to its request.
  `create table uploads (
    hash text not null,
    device text not null,
    size integer not null,
    bytes bytea not null,
    -- By its content; null until the whole is here and checked.
    media_type text,
    updated_at timestamptz not null,
    primary key (hash, device)
  )`,
  `create index uploads_by_age on uploads (updated_at)`,
]
