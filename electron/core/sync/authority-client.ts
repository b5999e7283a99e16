import type { z } from 'zod'
import { AppError, type ErrorDetail, isErrorCode } from '#shared/kernel/errors.ts'
import type { After } from '#shared/kernel/ports.ts'
import { type FillFormat, fillMediaTypes } from '#shared/protocol/fill.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { PullOutput, ScopesOutput } from '#shared/protocol/pull.ts'
import { GapProblem, type PushInput, PushOutput } from '#shared/protocol/push.ts'
import { DemoClerksOutput, type DemoSessionInput, MetaOutput, SessionOutput } from '#shared/protocol/session.ts'
import { EventParser } from './event-parser.ts'

export interface AuthorityRequest {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

/** The network: Node's fetch, or main's (system proxy, the operating system's certificates) over messages. */
export type AuthorityFetch = (url: string, init: AuthorityRequest) => Promise<Response>

export interface AuthorityClientOptions {
  readonly baseUrl: string
  readonly fetch: AuthorityFetch
  /** By which waiting for an answer ends. */
  readonly after: After
  /** Any answer, whatever it says: the line is there. */
  readonly onAnswer?: () => void
  /** No answer at all. */
  readonly onSilence?: () => void
}

/** Longest wait for an answer, in milliseconds; the short one where somebody stands and waits to sign in. */
const longTimeout = 30_000
const shortTimeout = 8000
/** Largest document that is taken. */
const maxDocumentBytes = 16 * 1024 * 1024
/** A stream of events that says nothing for this long has died; a heartbeat comes every 20 s. */
const silentStream = 65_000

/**
 * The words of the authority's HTTP interface, each answer parsed. Errors are of the table: `sync/offline` without an
 * answer; the authority's own code where its problem names one; else `authority/unavailable` (5xx) or
 * `authority/bad-answer` (an answer that is none of its words).
 */
export class AuthorityClient {
  readonly #options: AuthorityClientOptions
  #away = new AbortController()

  constructor(options: AuthorityClientOptions) {
    this.#options = options
  }

  /** Breaks off everything that is under way. */
  breakOff(): void {
    this.#away.abort()
    this.#away = new AbortController()
  }

  /** Does something with a signal that aborts after so many milliseconds, or when everything is broken off. */
  async #within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController()
    const forget = this.#options.after(milliseconds, () => late.abort())
    try {
      return await work(AbortSignal.any([this.#away.signal, late.signal]))
    } finally {
      forget()
    }
  }

  async #ask(path: string, token: string | null, body: unknown, signal: AbortSignal): Promise<Response> {
    const { baseUrl, fetch, onAnswer, onSilence } = this.#options
    try {
      const response = await fetch(new URL(path, baseUrl).href, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          'x-protocol': String(PROTOCOL_VERSION),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
      })
      onAnswer?.()
      return response
    } catch (thrown) {
      onSilence?.()
      throw new AppError('sync/offline', {}, { cause: thrown })
    }
  }

  async #json<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    token: string | null,
    body?: unknown,
    timeout = longTimeout,
  ): Promise<z.output<Schema>> {
    const { response, text } = await this.#within(timeout, async (signal) => {
      const answered = await this.#ask(path, token, body, signal)
      return { response: answered, text: await readText(answered) }
    })
    if (!response.ok) throw problemOf(response, text)
    const parsed = schema.safeParse(parseJson(text))
    if (!parsed.success) throw new AppError('authority/bad-answer', { path: path.split('?')[0] ?? '' })
    return parsed.data
  }

  /** Who answers, in which epoch, with which protocol. */
  getMeta(): Promise<MetaOutput> {
    return this.#json(MetaOutput, '/v1/meta', null, undefined, shortTimeout)
  }

  listDemoClerks(): Promise<DemoClerksOutput> {
    return this.#json(DemoClerksOutput, '/v1/demo/clerks', null, undefined, shortTimeout)
  }

  openDemoSession(input: DemoSessionInput): Promise<SessionOutput> {
    return this.#json(SessionOutput, '/v1/demo/sessions', null, input, shortTimeout)
  }

  getScopes(token: string): Promise<ScopesOutput> {
    return this.#json(ScopesOutput, '/v1/scopes', token)
  }

  /** @throws AppError `sync/gap` with `{ actor, seq }` of the command that is wanted. */
  push(token: string, input: PushInput): Promise<PushOutput> {
    return this.#json(PushOutput, '/v1/push', token, input)
  }

  pull(token: string, query: { scope: string; cursor: string | undefined; limit: number }): Promise<PullOutput> {
    const search = new URLSearchParams({ scope: query.scope, limit: String(query.limit) })
    if (query.cursor !== undefined) search.set('cursor', query.cursor)
    return this.#json(PullOutput, `/v1/pull?${search}`, token)
  }

  /**
   * The compressed bytes of a fill from a cursor on, as they come. Nothing is read ahead of the caller.
   *
   * @throws AppError `sync/offline` without an answer; `authority/bad-answer` when the stream breaks, or falls silent
   *   while it is waited for; what the authority refuses.
   */
  async *fill(
    token: string,
    query: { readonly cursor: string | undefined; readonly format: FillFormat },
  ): AsyncGenerator<Uint8Array, void> {
    const search = new URLSearchParams({ format: query.format })
    if (query.cursor !== undefined) search.set('cursor', query.cursor)
    const path = `/v1/fill?${search}`
    const stop = new AbortController()
    const signal = AbortSignal.any([this.#away.signal, stop.signal])
    const watched = async <T>(work: Promise<T>): Promise<T> => {
      const forget = this.#options.after(longTimeout, () => stop.abort())
      try {
        return await work
      } finally {
        forget()
      }
    }
    try {
      const response = await watched(this.#ask(path, token, undefined, signal))
      if (!response.ok) throw problemOf(response, await watched(readText(response)))
      if (!response.headers.get('content-type')?.startsWith(fillMediaTypes[query.format]) || !response.body)
        throw new AppError('authority/bad-answer', { path: '/v1/fill' })
      const reader = response.body.getReader()
      for (;;) {
        const { done, value } = await watched(reader.read()).catch((thrown: unknown) => {
          throw new AppError('authority/bad-answer', { path: '/v1/fill' }, { cause: thrown })
        })
        if (done) return
        yield value
      }
    } finally {
      // Whoever stops reading in the middle stops the authority too.
      stop.abort()
    }
  }

  /** The bytes of a document; whether they are what their hash says is for the caller to check. */
  getDocument(token: string, hash: string): Promise<Uint8Array> {
    return this.#within(60_000, (signal) => this.#document(token, hash, signal))
  }

  async #document(token: string, hash: string, signal: AbortSignal): Promise<Uint8Array> {
    const response = await this.#ask(`/v1/documents/${encodeURIComponent(hash)}`, token, undefined, signal)
    if (!response.ok) throw problemOf(response, await readText(response))
    try {
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (bytes.byteLength > maxDocumentBytes) throw new AppError('authority/bad-answer', { path: '/v1/documents' })
      return bytes
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : new AppError('sync/offline', {}, { cause: thrown })
    }
  }

  /**
   * Listens for "something moved" until the stream ends, breaks, falls silent or `signal` aborts. Its end says nothing
   * about the line: only answers do. `onLife` hears every piece of it, heartbeats included.
   */
  async listen(
    token: string,
    { onMoved, onLife }: { onMoved: () => void; onLife: () => void },
    signal: AbortSignal,
  ): Promise<void> {
    const silence = new AbortController()
    const watch = () => this.#options.after(silentStream, () => silence.abort())
    let forget = watch()
    try {
      const response = await this.#options.fetch(new URL('/v1/events', this.#options.baseUrl).href, {
        method: 'GET',
        headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
        signal: AbortSignal.any([signal, silence.signal, this.#away.signal]),
      })
      if (!response.ok || !response.body) throw problemOf(response, await readText(response))
      const parser = new EventParser(onMoved)
      const decoder = new TextDecoder()
      for await (const chunk of response.body) {
        forget()
        forget = watch()
        onLife()
        parser.feed(decoder.decode(chunk, { stream: true }))
      }
    } finally {
      forget()
    }
  }
}

async function readText(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch (thrown) {
    // The head arrived and the rest did not: an answer that cannot be read, not a missing line.
    throw new AppError('authority/bad-answer', { status: response.status }, { cause: thrown })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function problemOf(response: Response, text: string): AppError {
  const { status } = response
  const problem = parseJson(text)
  const body = typeof problem === 'object' && problem !== null ? (problem as Record<string, unknown>) : {}
  const gap = GapProblem.safeParse(body)
  if (gap.success) return new AppError('sync/gap', { actor: gap.data.wanted.actor, seq: gap.data.wanted.seq })
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after'))
    return new AppError('authority/too-many', { retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 })
  }
  const info = typeof body['info'] === 'object' && body['info'] !== null ? Object.entries(body['info']) : []
  const plain = info.filter(([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value))
  const detail: ErrorDetail = { ...(Object.fromEntries(plain) as ErrorDetail), status }
  const code = body['code']
  if (typeof code === 'string' && isErrorCode(code) && code !== 'internal') return new AppError(code, detail)
  if (status === 401) return new AppError('session/required', detail)
  return new AppError(status >= 500 ? 'authority/unavailable' : 'authority/bad-answer', detail)
}
