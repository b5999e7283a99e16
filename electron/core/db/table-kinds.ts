/**
 * What each table is to this desk. `local`: only this desk holds it, so it is saved first whatever happens. `replica`:
 * the authority's rows, which can be had again, and how far they were read. `derived`: made from the others by the
 * writer.
 */
export const tableKinds = {
  settings: 'local',
  enrolled: 'local',
  outbox: 'local',
  overlay: 'local',
  verifications: 'local',
  attachments: 'local',
  command_attachments: 'local',
  clock_jumps: 'local',
  desk_audit: 'local',
  drafts: 'local',
  aside: 'replica',
  cursors: 'replica',
  clerks: 'replica',
  members: 'replica',
  requests: 'replica',
  certificates: 'replica',
  evidence_lists: 'replica',
  reference_versions: 'replica',
  schedules: 'replica',
  appointments: 'replica',
  documents: 'replica',
  document_parts: 'replica',
  member_index: 'derived',
  member_changes: 'derived',
  member_lists: 'derived',
  member_lists_head: 'derived',
  member_words: 'derived',
  member_word_places: 'derived',
  member_tally: 'derived',
  certificate_tally: 'derived',
  request_keys: 'derived',
  pending_requests: 'derived',
  pending_certificates: 'derived',
  pending_appointments: 'derived',
} as const satisfies Record<string, 'local' | 'replica' | 'derived'>

export type TableName = keyof typeof tableKinds
type Kind = (typeof tableKinds)[TableName]
type TableOf<K extends Kind> = { [T in TableName]: (typeof tableKinds)[T] extends K ? T : never }[TableName]

const namesOf = <K extends Kind>(kind: K): TableOf<K>[] =>
  (Object.keys(tableKinds) as TableName[]).filter((name): name is TableOf<K> => tableKinds[name] === kind)

/** Tables that only this desk holds, those first on which others rest. */
export const localTables = namesOf('local')
export type LocalTable = (typeof localTables)[number]

/** The primary key of each of them. Their values are texts and numbers only. */
export const localKeys: Readonly<Record<LocalTable, readonly string[]>> = {
  settings: ['key'],
  enrolled: ['clerk_id'],
  outbox: ['id'],
  overlay: ['table_name', 'row_id', 'command_id'],
  verifications: ['id'],
  attachments: ['hash'],
  command_attachments: ['command_id', 'hash'],
  clock_jumps: ['id'],
  desk_audit: ['number'],
  drafts: ['clerk_id', 'request_id', 'revision_hash'],
}

/** A row as it stands in its table: values by column. */
export type PlainRow = Readonly<Record<string, string | number | null>>

/** A value for each local table. */
export function forEachLocal<T>(of: (table: LocalTable) => T): Readonly<Record<LocalTable, T>> {
  return {
    settings: of('settings'),
    enrolled: of('enrolled'),
    outbox: of('outbox'),
    overlay: of('overlay'),
    verifications: of('verifications'),
    attachments: of('attachments'),
    command_attachments: of('command_attachments'),
    clock_jumps: of('clock_jumps'),
    desk_audit: of('desk_audit'),
    drafts: of('drafts'),
  }
}

/** All that only this desk holds, at one moment. */
export interface LocalImage {
  /** Version of the schema that the rows have. */
  readonly version: number
  /** Grows with every change of these tables (but the settings): of two images the one with the higher mark is newer. */
  readonly mark: number
  readonly tables: Readonly<Record<LocalTable, readonly PlainRow[]>>
}

export const tableNames = Object.keys(tableKinds) as TableName[]

/** Whether a table of the file is known here; FTS5 keeps its own beside the virtual one. */
export function isKnownTable(name: string): boolean {
  return name.startsWith('sqlite_') || tableNames.some((known) => name === known || name.startsWith(`${known}_`))
}
