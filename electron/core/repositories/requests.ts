import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { RequestColumns } from '#core/db/tables.ts'
import { numberIndexKeys } from '#shared/domain/number-key.ts'
import { openStates, type Request, type Risk } from '#shared/domain/requests/request.ts'

const riskOrder: Record<Risk, number> = { high: 0, medium: 1, low: 2 }

/** What lists filter and sort by: due first, requests without a due time last, then the graver risk, then the number. */
export function requestColumns(request: Request, row: string): RequestColumns {
  return {
    id: request.id,
    version: request.version,
    number: request.number,
    kind: request.kind,
    state: request.state,
    risk: request.risk,
    member_id: request.memberId,
    branch: request.branch,
    assignee_id: request.assigneeId,
    proposer_id: request.proposal?.by ?? null,
    due_at: request.dueAt,
    is_open: openStates.includes(request.state) ? 1 : 0,
    sort_key: `${request.dueAt ?? '~'}|${riskOrder[request.risk]}|${request.number}|${request.id}`,
    row,
  }
}

/** A request as the authority last said. */
export function findRequest(store: Store, id: string): Request | undefined {
  const row = store.findOf<{ row: string }>('SELECT row FROM requests WHERE id = ?', id)
  // Rows that were pulled before decisions went by field have none of their states.
  return row && { fieldStates: {}, ...(JSON.parse(row.row) as Omit<Request, 'fieldStates'> & Partial<Request>) }
}

/** Hashes of the documents of open requests and of decisions on them, in the order in which the requests are due. */
export function listOpenEvidence(store: Store): { hash: string; branch: string }[] {
  return store
    .all(query.selectFrom('requests').select('row').where('is_open', '=', 1).orderBy('sort_key'))
    .flatMap(({ row }) => {
      const { evidence, decisions, branch } = JSON.parse(row) as Request
      const attached = decisions.flatMap(({ attachments = [] }) => attachments)
      return [...evidence, ...attached].map(({ hash }) => ({ hash, branch }))
    })
}

/**
 * Puts a pulled request in place, unless the same or a newer version of this epoch is there.
 *
 * @param row the row as it came, with fields that this version does not know.
 * @returns whether anything changed.
 */
export function putRequest(store: Store, request: Request, row: string, generation: number): boolean {
  const standing = store.find(
    query.selectFrom('requests').select(['version', 'generation', 'number']).where('id', '=', request.id),
  )
  if (standing && standing.generation >= generation && standing.version >= request.version) return false
  const columns = { ...requestColumns(request, row), generation }
  store.run(
    query
      .insertInto('requests')
      .values(columns)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(columns)),
  )
  if (standing?.number !== request.number) {
    store.run(query.deleteFrom('request_keys').where('request_id', '=', request.id))
    for (const key of numberIndexKeys(request.number))
      store.run(query.insertInto('request_keys').values({ key, request_id: request.id }))
  }
  return true
}

/** Takes a request away. Answers whether one was there. */
export function removeRequest(store: Store, id: string): boolean {
  store.run(query.deleteFrom('request_keys').where('request_id', '=', id))
  return store.run(query.deleteFrom('requests').where('id', '=', id)) > 0
}

/** Ids of requests whose number begins with one of these keys, at most `limit`. */
export function findRequestIdsByNumber(store: Store, keys: readonly string[], limit: number): string[] {
  // Plain text, not compiled: every number that is typed asks.
  const ids = keys.flatMap((key) =>
    store.allOf<{ request_id: string }>(
      'SELECT request_id FROM request_keys WHERE key >= ? AND key < ? ORDER BY key LIMIT ?',
      key,
      `${key}\uffff`,
      limit,
    ),
  )
  return [...new Set(ids.map((row) => row.request_id))].slice(0, limit)
}
