import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { Change } from '#shared/protocol/pull.ts'
import { findSetting } from './settings.ts'

/** Keeps a change that could not be applied, with its cause, until this application or the row is mended. */
export function setAside(store: Store, change: Change, scope: string, cause: string, at: string): void {
  const row = {
    table_name: change.table,
    row_id: change.id,
    version: change.version,
    scope,
    cause,
    change: JSON.stringify(change),
    at,
    set_by: findSetting(store, 'application') ?? '',
  }
  store.run(
    query
      .insertInto('aside')
      .values(row)
      .onConflict((conflict) => conflict.columns(['table_name', 'row_id']).doUpdateSet(row)),
  )
}

/** A row that could be applied after all is not aside any more. */
export function takeFromAside(store: Store, table: string, id: string): void {
  store.run(query.deleteFrom('aside').where('table_name', '=', table).where('row_id', '=', id))
}

function readChange(text: string): Change | undefined {
  try {
    return Change.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/**
 * What was set aside by another application than `application`, which may be able to read it. A change that cannot be
 * read back stays where it is: it is shown as aside, and must not keep the desk from opening.
 */
export function listAsideOfOthers(store: Store, application: string): { change: Change; scope: string }[] {
  return store
    .all(query.selectFrom('aside').select(['change', 'scope']).where('set_by', '!=', application).orderBy('at'))
    .flatMap(({ change: text, scope }) => {
      const change = readChange(text)
      return change ? [{ change, scope }] : []
    })
}

/** A row that is kept aside, without its content. */
export interface AsideRow {
  readonly table: string
  readonly id: string
  readonly cause: string
  readonly scope: string
  readonly at: string
}

/** What is kept aside, at most `limit` rows. */
export function listAside(store: Store, limit = 1000): AsideRow[] {
  return store
    .all(
      query
        .selectFrom('aside')
        .select(['table_name', 'row_id', 'cause', 'scope', 'at'])
        .orderBy('table_name')
        .orderBy('row_id')
        .limit(limit),
    )
    .map((row) => ({ table: row.table_name, id: row.row_id, cause: row.cause, scope: row.scope, at: row.at }))
}

export function countAside(store: Store): number {
  return store.findOf<{ count: number }>('SELECT count(*) AS count FROM aside')?.count ?? 0
}

/** Takes away what was set aside of a scope: it is read again from its beginning, or may not be held any more. */
export function dropAsideOf(store: Store, scope: string): void {
  store.run(query.deleteFrom('aside').where('scope', '=', scope))
}

/** Whether anything of a table is aside. */
export function hasAside(store: Store, table: string): boolean {
  return store.findOf('SELECT 1 FROM aside WHERE table_name = ? LIMIT 1', table) !== undefined
}
