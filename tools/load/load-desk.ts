import type { Client, Request } from 'autocannon'
import type { PushItem } from '#shared/protocol/push.ts'
import { PushOutput } from '#shared/protocol/push.ts'
import type { SignedIn } from '#tools/bench/case-load.ts'

/** What the desks of a load have been answered. */
export interface LoadFigures {
  /** Milliseconds of each answer, by what was asked. */
  readonly took: Record<'pull' | 'push', number[]>
  rows: number
  /** Commands with an `applied` receipt. */
  applied: number
  /** Answers other than 200, by status. */
  readonly odd: Map<number, number>
}

export function newFigures(): LoadFigures {
  return { took: { pull: [], push: [] }, rows: 0, applied: 0, odd: new Map() }
}

/** Rows in a page without parsing it: the machine that asks shares its cores with the one that answers. */
function countRows(body: string): number {
  let count = 0
  for (let at = body.indexOf('"table":'); at >= 0; at = body.indexOf('"table":', at + 8)) count += 1
  return count
}

/**
 * Makes a connection of the load a desk: it pulls the directory page by page from the beginning, and its branch, and
 * pushes a parcel of signed commands in between as long as it has some. A push that was not answered goes again.
 */
export function becomeDesk(
  client: Client,
  signedIn: SignedIn,
  parcels: readonly PushItem[][],
  figures: LoadFigures,
): void {
  const { desk } = signedIn
  const headers = { ...signedIn.headers }
  const cursors = new Map<string, string>()
  let next = 0
  let began = 0
  const noted = (kind: 'pull' | 'push', status: number): boolean => {
    figures.took[kind].push(performance.now() - began)
    if (status !== 200) figures.odd.set(status, (figures.odd.get(status) ?? 0) + 1)
    return status === 200
  }
  const pull = (scope: string): Request => ({
    method: 'GET',
    setupRequest: (request) => {
      began = performance.now()
      const cursor = cursors.get(scope)
      const query = new URLSearchParams({ scope, limit: '500', ...(cursor !== undefined && { cursor }) })
      return { ...request, path: `/v1/pull?${query}`, headers }
    },
    onResponse: (status, body) => {
      if (!noted('pull', status)) return
      figures.rows += countRows(body)
      const cursor = /"cursor":"([^"]+)"/.exec(body)?.[1]
      if (cursor !== undefined) cursors.set(scope, cursor)
    },
  })
  const push: Request = {
    method: 'POST',
    path: '/v1/push',
    setupRequest: (request) => {
      const items = parcels[next]
      // Everything is pushed: the next request of the round comes instead.
      if (!items) return undefined as never
      began = performance.now()
      return { ...request, headers, body: JSON.stringify({ protocol: 1, device: desk.device, items }) }
    },
    onResponse: (status, body) => {
      if (!noted('push', status)) return
      const { receipts } = PushOutput.parse(JSON.parse(body))
      figures.applied += receipts.filter(({ outcome }) => outcome === 'applied').length
      next += 1
    },
  }
  client.setRequests([pull('directory'), push, pull('branch:riyadh')])
}
