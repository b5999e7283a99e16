/** Branches of which something was changed; the others are as the application knows them. */
export const branches: readonly string[] = [
  `create table branches (
    code text primary key,
    version integer not null check (version > 0),
    name_ar text not null,
    name_en text not null,
    phone text,
    active boolean not null
  )`,
]
