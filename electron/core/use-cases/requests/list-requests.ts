import type { Store } from '#core/db/store.ts'
import { findClerkNames } from '#core/repositories/clerks.ts'
import { allOf } from '#core/repositories/conditions.ts'
import { finderNow, type SearchAids } from '#core/repositories/member-search.ts'
import { countQueue, listQueue, type QueueViewer, queueOf, textOfRequests } from '#core/repositories/request-queue.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { QueueRow, QueueView } from '#shared/contracts/requests.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ReadContext } from '../desk-context.ts'
import { summariseAll } from './request-row.ts'

/** Requests as rows of the queue, in the same order. */
export function toQueueRows(store: Store, requests: readonly { request: Request; pending: boolean }[]): QueueRow[] {
  const names = findClerkNames(
    store,
    requests.flatMap(({ request }) => request.assigneeId ?? []),
  )
  return summariseAll(store, requests).map(({ summary, member, request }) => {
    const assignee = request.assigneeId === null ? undefined : names[request.assigneeId]
    return {
      ...summary,
      membershipNo: member?.membershipNo ?? '',
      branch: request.branch,
      assigneeNameAr: assignee?.nameAr ?? null,
      assigneeNameEn: assignee?.nameEn ?? null,
    }
  })
}

/** A page of a view of the queue, with the exact number of its rows. */
export function listRequests(
  { store, clock }: ReadContext,
  aids: SearchAids,
  clerk: Clerk,
  { view, filters: { text = '', ...filters }, after, limit }: ParsedInput<'requests.list'>,
): ChannelOutput<'requests.list'> {
  const viewer: QueueViewer = { clerk, now: clock.now() }
  return store.snapshot(() => {
    const queue = allOf([queueOf(view, viewer, filters), textOfRequests(store, () => finderNow(store, aids), text)])
    const found = listQueue(store, queue, after, limit + 1)
    const shown = found.slice(0, limit)
    return {
      rows: toQueueRows(store, shown),
      total: countQueue(store, queue),
      after: found.length > shown.length ? (shown.at(-1)?.sortKey ?? null) : null,
      asOf: isoInstant(viewer.now),
    }
  })
}

/** Exact counts of every view for one clerk, all of the same moment. */
export function countRequests({ store, clock }: ReadContext, clerk: Clerk): ChannelOutput<'requests.counts'> {
  const viewer: QueueViewer = { clerk, now: clock.now() }
  return store.snapshot(() => {
    const count = (view: QueueView) => countQueue(store, queueOf(view, viewer))
    return {
      views: {
        mine: count('mine'),
        'due-today': count('due-today'),
        'high-risk': count('high-risk'),
        unassigned: count('unassigned'),
        'second-approval': count('second-approval'),
        returned: count('returned'),
        open: count('open'),
        all: count('all'),
      } satisfies Record<QueueView, number>,
      asOf: isoInstant(viewer.now),
    }
  })
}
