import { AppError } from '#shared/kernel/errors.ts'
import type { After } from '#shared/kernel/ports.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { isOurs, retryAfter, serviceIsAway } from './authority-answers.ts'

export interface AuthorityRequest {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
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

/** One request but for where it goes. */
export type Asked = Partial<Pick<AuthorityRequest, 'method' | 'headers' | 'body'>> & {
  readonly token: string | null
  readonly signal: AbortSignal
}

/** The way to the authority: single requests, and whether anybody answers. */
export class AuthorityLine {
  readonly #options: AuthorityClientOptions
  #away = new AbortController()

  constructor(options: AuthorityClientOptions) {
    this.#options = options
  }

  /** Aborts when everything is broken off. */
  get signal(): AbortSignal {
    return this.#away.signal
  }

  /** Breaks off everything that is under way. */
  breakOff(): void {
    this.#away.abort()
    this.#away = new AbortController()
  }

  /** Does something with a signal that aborts after so many milliseconds, or when everything is broken off. */
  async within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController()
    const forget = this.#options.after(milliseconds, () => late.abort())
    try {
      return await work(AbortSignal.any([this.#away.signal, late.signal]))
    } finally {
      forget()
    }
  }

  /** An answer of the authority. What answers in its place (a captive portal's page, a gateway's) proves no line. */
  async ask(path: string, { token, headers = {}, method = 'GET', ...more }: Asked): Promise<Response> {
    const { baseUrl, fetch, onAnswer, onSilence } = this.#options
    let response: Response
    try {
      response = await fetch(new URL(path, baseUrl).href, {
        method,
        headers: {
          accept: 'application/json',
          'x-protocol': String(PROTOCOL_VERSION),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...more,
      })
    } catch (thrown) {
      onSilence?.()
      throw new AppError('sync/offline', {}, { cause: thrown })
    }
    if (isOurs(response)) {
      onAnswer?.()
      return response
    }
    onSilence?.()
    await response.body?.cancel()
    const { status } = response
    if (serviceIsAway.includes(status)) throw new AppError('authority/unavailable', { status, ...retryAfter(response) })
    throw new AppError('sync/offline', { reason: 'stranger', status })
  }
}
