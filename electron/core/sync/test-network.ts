import type { AuthorityFetch, AuthorityRequest } from './authority-line.ts'

/** What happens to one request on its way. */
export type Mishap = (send: () => Promise<Response>, request: AuthorityRequest) => Promise<Response>

const answer = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })

export const mishaps = {
  /** The request never arrives. */
  loseRequest: () => Promise.reject(new Error('network')),
  /** It arrives and takes effect; its answer never comes back. */
  loseAnswer: async (send) => {
    await (await send()).text()
    throw new Error('network')
  },
  /** It arrives twice; the second answer comes back. */
  sendTwice: async (send) => {
    await (await send()).text()
    return send()
  },
  /** The answer breaks off in the middle. */
  truncate: async (send) => {
    const response = await send()
    const text = await response.text()
    const headers = { 'content-type': response.headers.get('content-type') ?? '' }
    return new Response(text.slice(0, text.length / 2), { status: response.status, headers })
  },
  /** Receipts come in another order than the commands. */
  reorder: async (send) => {
    const body = (await (await send()).json()) as { receipts: unknown[] }
    return answer(200, { ...body, receipts: body.receipts.reverse() })
  },
} satisfies Record<string, Mishap>

/** The authority answers with an error and does nothing. */
export function problem(status: number, code: string, info: Record<string, unknown> = {}): Mishap {
  return () => Promise.resolve(answer(status, { type: 'about:blank', title: code, status, code, info }))
}

/** The network to a real authority, with mishaps that a test orders for the requests to come. */
export class TestNetwork {
  readonly #planned: { path: string; mishap: Mishap; left: number }[] = []
  /** All requests that were made. */
  readonly sent: { path: string; method: string; headers: Readonly<Record<string, string>> }[] = []

  /** The next `times` requests whose path begins with `path` meet this mishap. */
  plan(path: string, mishap: Mishap, times = 1): void {
    this.#planned.push({ path, mishap, left: times })
  }

  clear(): void {
    this.#planned.length = 0
  }

  readonly fetch: AuthorityFetch = (url, init) => {
    const { pathname } = new URL(url)
    this.sent.push({ path: pathname, method: init.method, headers: init.headers })
    const send = () => globalThis.fetch(url, init)
    const planned = this.#planned.find(({ path, left }) => left > 0 && pathname.startsWith(path))
    if (!planned) return send()
    planned.left -= 1
    return planned.mishap(send, init)
  }
}
