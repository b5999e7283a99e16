import { type Agent, request } from 'node:http'
import { type PushItem, PushOutput } from '#shared/protocol/push.ts'
import type { SignedIn } from '#tools/bench/case-load.ts'

/** What the desks of a load have been answered. */
export interface LoadFigures {
  /** Milliseconds of each answer, by what was asked. */
  readonly took: Record<'pull' | 'push', number[]>
  rows: number
  /** Commands with an `applied` receipt. */
  applied: number
  /** Answers other than 200 by status, and calls without an answer as 0. */
  readonly odd: Map<number, number>
}

export function newFigures(): LoadFigures {
  return { took: { pull: [], push: [] }, rows: 0, applied: 0, odd: new Map() }
}

/** One call on a connection that is kept; Node's own client, which takes a third of the time of its `fetch`. */
function call(
  agent: Agent,
  url: string,
  { headers }: SignedIn,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      answer.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Rows in a page without parsing it: the machine that asks shares its cores with the one that answers. */
function countRows(body: string): number {
  let count = 0
  for (let at = body.indexOf('"table":'); at >= 0; at = body.indexOf('"table":', at + 8)) count += 1
  return count
}

export interface LoadDesk {
  readonly url: string
  readonly agent: Agent
  readonly signedIn: SignedIn
  /** Signed commands, in the order in which they are pushed. */
  readonly parcels: readonly PushItem[][]
  readonly figures: LoadFigures
}

/**
 * Is a desk until `isOver`, as fast as it is answered: it pulls the directory page by page from the beginning, and its
 * branch, and pushes a parcel in between as long as it has one. A push that was not answered goes again. What it has asked
 * by then it waits for, and counts: those calls have been paid for, and they are the slowest.
 */
export async function beDesk(
  { url, agent, signedIn, parcels, figures }: LoadDesk,
  isOver: () => boolean,
): Promise<void> {
  const cursors = new Map<string, string>()
  const ask = async (kind: 'pull' | 'push', path: string, body?: string): Promise<string | undefined> => {
    if (isOver()) return undefined
    const began = performance.now()
    const { status, text } = await call(agent, `${url}${path}`, signedIn, body).catch(() => ({ status: 0, text: '' }))
    figures.took[kind].push(performance.now() - began)
    if (status !== 200) figures.odd.set(status, (figures.odd.get(status) ?? 0) + 1)
    return status === 200 ? text : undefined
  }
  const pull = async (scope: string): Promise<void> => {
    const cursor = cursors.get(scope)
    const query = new URLSearchParams({ scope, limit: '500', ...(cursor !== undefined && { cursor }) })
    const text = await ask('pull', `/v1/pull?${query}`)
    if (text === undefined) return
    figures.rows += countRows(text)
    const next = /"cursor":"([^"]+)"/.exec(text)?.[1]
    if (next !== undefined) cursors.set(scope, next)
  }
  for (let next = 0; !isOver(); ) {
    await pull('directory')
    const items = parcels[next]
    if (items) {
      const body = JSON.stringify({ protocol: 1, device: signedIn.desk.device, items })
      const text = await ask('push', '/v1/push', body)
      if (text !== undefined) {
        const { receipts } = PushOutput.parse(JSON.parse(text))
        figures.applied += receipts.filter(({ outcome }) => outcome === 'applied').length
        next += 1
      }
    }
    await pull('branch:riyadh')
  }
}
