import type { z } from 'zod'
import type { AuditFilter } from '#shared/domain/audit/audit-view.ts'
import { AppError } from '#shared/kernel/errors.ts'
import {
  AuditPage,
  AuditProof,
  type AuditQuery,
  auditExportType,
  type ChainInput,
  ChainOutput,
} from '#shared/protocol/audit.ts'
import { type DataKeyInput, DataKeyOutput } from '#shared/protocol/devices.ts'
import { uploadHeaders } from '#shared/protocol/documents.ts'
import { type FillFormat, fillMediaTypes } from '#shared/protocol/fill.ts'
import { PullOutput, ScopesOutput } from '#shared/protocol/pull.ts'
import { type PushInput, PushOutput } from '#shared/protocol/push.ts'
import { DemoClerksOutput, type DemoSessionInput, MetaOutput, SessionOutput } from '#shared/protocol/session.ts'
import { parseJson, problemOf, readText } from './authority-answers.ts'
import { type Asked, type AuthorityClientOptions, AuthorityLine } from './authority-line.ts'
import { EventParser } from './event-parser.ts'

/** Longest wait for an answer, in milliseconds; the short one where somebody stands and waits to sign in. */
const longTimeout = 30_000
const shortTimeout = 8000
/** Largest document that is taken down: the portal's of today are smaller. */
const largestDocument = 16 * 1024 * 1024
/** A document of which nothing comes for this long is broken off; what came is kept. */
const silentDocument = 20_000
/** A stream of events that says nothing for this long has died; a heartbeat comes every 20 s. */
const silentStream = 65_000

/** What is set of a query, as the part of an address after its question mark. */
function searchOf(query: Readonly<Record<string, string | number | undefined>>): URLSearchParams {
  const set = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return new URLSearchParams(set)
}

/** Who hears the bytes of a document. */
export interface DocumentEars {
  readonly onStart: (from: number) => void
  readonly onBytes: (bytes: Uint8Array) => void
}

/** How far the authority is with a document of this device. */
export interface UploadState {
  readonly offset: number
  readonly complete: boolean
}

/**
 * The words of the authority's HTTP interface, each answer parsed. Errors are of the table: `sync/offline` without an
 * answer; the authority's own code where its problem names one; else `authority/unavailable` (5xx) or
 * `authority/bad-answer` (an answer that is none of its words).
 */
export class AuthorityClient {
  readonly #options: AuthorityClientOptions
  readonly #line: AuthorityLine

  constructor(options: AuthorityClientOptions) {
    this.#options = options
    this.#line = new AuthorityLine(options)
  }

  /** Breaks off everything that is under way. */
  breakOff(): void {
    this.#line.breakOff()
  }

  async #json<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    token: string | null,
    body?: unknown,
    timeout = longTimeout,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<z.output<Schema>> {
    const { response, text } = await this.#line.within(timeout, async (signal) => {
      const asked: Asked =
        body === undefined
          ? { token, signal }
          : {
              token,
              signal,
              method,
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(body),
            }
      const answered = await this.#line.ask(path, asked)
      return { response: answered, text: await readText(answered) }
    })
    if (!response.ok) throw problemOf(response, text)
    const parsed = schema.safeParse(parseJson(text))
    if (!parsed.success) throw new AppError('authority/bad-answer', { path: path.split('?')[0] ?? '' })
    return parsed.data
  }

  /**
   * Asks of administration: reads without a body, changes with one (docs/administration.md).
   *
   * @param path below `/v1/`, its parts encoded.
   * @throws AppError `permission/denied`, `administration/changed` and what else the authority says.
   */
  administer<Schema extends z.ZodType>(
    schema: Schema,
    token: string,
    path: string,
    change?: { readonly method: 'POST' | 'PUT'; readonly body: object },
  ): Promise<z.output<Schema>> {
    return this.#json(schema, `/v1/${path}`, token, change?.body, longTimeout, change?.method)
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

  /** The key of this device's store, out of what it sealed to the authority. @throws AppError `vault/no-way-in`. */
  returnDataKey(token: string, device: string, input: DataKeyInput): Promise<DataKeyOutput> {
    return this.#json(DataKeyOutput, `/v1/devices/${encodeURIComponent(device)}/data-key`, token, input, shortTimeout)
  }

  getScopes(token: string): Promise<ScopesOutput> {
    return this.#json(ScopesOutput, '/v1/scopes', token)
  }

  /** @throws AppError `sync/gap` with `{ actor, seq }` of the command that is wanted. */
  push(token: string, input: PushInput): Promise<PushOutput> {
    return this.#json(PushOutput, '/v1/push', token, input)
  }

  /** Hands in the next links of this desk's own audit chain. */
  sendChain(token: string, input: ChainInput): Promise<ChainOutput> {
    return this.#json(ChainOutput, '/v1/audit', token, input)
  }

  /** Entries of the audit log, newest first. @throws AppError `permission/denied`. */
  readAudit(token: string, query: AuditQuery): Promise<AuditPage> {
    return this.#json(AuditPage, `/v1/audit?${searchOf(query)}`, token)
  }

  /** That an entry is in the audit log. @throws AppError `permission/denied`, `record/not-found`. */
  proveAudit(token: string, seq: number, witness: number): Promise<AuditProof> {
    return this.#json(AuditProof, `/v1/audit/${seq}/proof?witness=${witness}`, token)
  }

  /** The bytes of an exported audit log, as they come; errors like those of `fill`. */
  exportAudit(token: string, filter: AuditFilter): AsyncGenerator<Uint8Array, void> {
    return this.#stream(`/v1/audit/export?${searchOf(filter)}`, token, auditExportType)
  }

  pull(
    token: string,
    query: { scope: string; cursor: string | undefined; limit: number; witness?: number },
  ): Promise<PullOutput> {
    const search = new URLSearchParams({ scope: query.scope, limit: String(query.limit) })
    if (query.cursor !== undefined) search.set('cursor', query.cursor)
    if (query.witness !== undefined) search.set('witness', String(query.witness))
    return this.#json(PullOutput, `/v1/pull?${search}`, token)
  }

  /**
   * The compressed bytes of a fill from a cursor on, as they come. Nothing is read ahead of the caller.
   *
   * @throws AppError `sync/offline` without an answer; `authority/bad-answer` when the stream breaks, or falls silent
   *   while it is waited for; what the authority refuses.
   */
  fill(
    token: string,
    query: { readonly cursor: string | undefined; readonly format: FillFormat },
  ): AsyncGenerator<Uint8Array, void> {
    const search = new URLSearchParams({ format: query.format })
    if (query.cursor !== undefined) search.set('cursor', query.cursor)
    return this.#stream(`/v1/fill?${search}`, token, fillMediaTypes[query.format])
  }

  /** The bytes of an answer of this type, as they come. */
  async *#stream(path: string, token: string, type: string): AsyncGenerator<Uint8Array, void> {
    const name = path.split('?')[0] ?? ''
    const stop = new AbortController()
    const signal = AbortSignal.any([this.#line.signal, stop.signal])
    const watched = async <T>(work: Promise<T>): Promise<T> => {
      const forget = this.#options.after(longTimeout, () => stop.abort())
      try {
        return await work
      } finally {
        forget()
      }
    }
    try {
      const response = await watched(this.#line.ask(path, { token, signal }))
      if (!response.ok) throw problemOf(response, await watched(readText(response)))
      if (!response.headers.get('content-type')?.startsWith(type) || !response.body)
        throw new AppError('authority/bad-answer', { path: name })
      const reader = response.body.getReader()
      for (;;) {
        const { done, value } = await watched(reader.read()).catch((thrown: unknown) => {
          throw new AppError('authority/bad-answer', { path: name }, { cause: thrown })
        })
        if (done) return
        yield value
      }
    } finally {
      // Whoever stops reading in the middle stops the authority too.
      stop.abort()
    }
  }

  /**
   * The bytes of a document from `from` on, as they come; whether the whole is what its hash says is for the caller to
   * check. `onStart` hears where they really begin.
   *
   * @throws AppError `sync/offline` also when they break off; what came before was told.
   */
  async getDocument(token: string, hash: string, from: number, { onStart, onBytes }: DocumentEars): Promise<void> {
    const late = new AbortController()
    const watch = () => this.#options.after(silentDocument, () => late.abort())
    let forget = watch()
    try {
      const response = await this.#line.ask(`/v1/documents/${encodeURIComponent(hash)}`, {
        token,
        headers: { accept: '*/*', ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
        signal: AbortSignal.any([this.#line.signal, late.signal]),
      })
      if (!response.ok && response.status !== 416) throw problemOf(response, await readText(response))
      let size = response.status === 206 ? from : 0
      onStart(size)
      // Nothing follows what is here: it is wrong, and begun anew by the caller.
      if (response.status === 416 || !response.body) return
      for await (const bytes of response.body) {
        forget()
        forget = watch()
        size += bytes.byteLength
        if (size > largestDocument) throw new AppError('authority/bad-answer', { path: '/v1/documents' })
        onBytes(bytes)
      }
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : new AppError('sync/offline', {}, { cause: thrown })
    } finally {
      forget()
    }
  }

  /** How many bytes of a document the authority has of this device, and whether that is all. */
  describeUpload(token: string, hash: string): Promise<UploadState> {
    return this.#upload(hash, { token, method: 'HEAD' })
  }

  /**
   * Sends the next part of a document.
   *
   * @throws AppError `documents/offset` with `{ offset }` of what the authority has; `documents/damaged`,
   *   `documents/not-allowed` of the whole.
   */
  sendPart(
    token: string,
    hash: string,
    part: { offset: number; length: number; bytes: Uint8Array<ArrayBuffer> },
  ): Promise<UploadState> {
    return this.#upload(hash, {
      token,
      method: 'PATCH',
      headers: {
        'content-type': 'application/offset+octet-stream',
        [uploadHeaders.offset]: String(part.offset),
        [uploadHeaders.length]: String(part.length),
      },
      body: part.bytes,
    })
  }

  #upload(hash: string, asked: Omit<Asked, 'signal'>): Promise<UploadState> {
    return this.#line.within(longTimeout, async (signal) => {
      const response = await this.#line.ask(`/v1/documents/${encodeURIComponent(hash)}`, { ...asked, signal })
      // An answer to HEAD has no words: its status says what a code would.
      if (response.status === 403 && asked.method === 'HEAD') throw new AppError('permission/denied', { status: 403 })
      if (!response.ok) throw problemOf(response, await readText(response))
      const offset = Number(response.headers.get(uploadHeaders.offset) ?? Number.NaN)
      if (!Number.isInteger(offset)) throw new AppError('authority/bad-answer', { path: '/v1/documents' })
      return { offset, complete: response.headers.get(uploadHeaders.complete) === '1' }
    })
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
        signal: AbortSignal.any([signal, silence.signal, this.#line.signal]),
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
