import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** Parameters and results of the DevTools protocol. The shell reads the few fields it needs where it needs them. */
export type Params = Record<string, unknown>

export type Send = <Result = Params>(method: string, params?: Params) => Promise<Result>

/** The browser refused a command; `message` names the method. */
export class CdpError extends Error {
  override name = 'CdpError'
}

interface Message {
  id?: number
  method?: string
  params?: Params
  sessionId?: string
  result?: Params
  error?: { message: string }
}

interface Pending {
  method: string
  resolve: (result: Params) => void
  reject: (error: Error) => void
}

/** One session with a page (or, with no id, with the browser). Emits every event under its method name. */
export class Session extends EventEmitter {
  readonly #connection: Connection
  readonly id: string | undefined

  constructor(connection: Connection, id?: string) {
    super()
    this.setMaxListeners(0)
    this.#connection = connection
    this.id = id
  }

  /** Sends a command; rejects with CdpError when the browser refuses it or goes away. */
  send: Send = (method, params = {}) => this.#connection.request(method, params, this.id)

  /** `on` with typed parameters: the caller names the fields that it reads. */
  listen<P = Params>(method: string, listener: (params: P) => void): void {
    this.on(method, listener)
  }
}

/** The DevTools protocol over Chromium's `--remote-debugging-pipe`: JSON texts that end with a zero byte. */
export class Connection {
  readonly browser = new Session(this)
  readonly closed: Promise<void>
  readonly #writer: Writable
  readonly #sessions = new Map<string, Session>()
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #open = true

  constructor(writer: Writable, reader: Readable) {
    this.#writer = writer
    let parts: Buffer[] = []
    reader.on('data', (chunk: Buffer) => {
      let start = 0
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        parts.push(chunk.subarray(start, end))
        const text = Buffer.concat(parts).toString()
        parts = []
        start = end + 1
        this.#receive(JSON.parse(text) as Message)
      }
      if (start < chunk.length) parts.push(chunk.subarray(start))
    })
    this.closed = new Promise((resolve) => {
      reader.once('close', () => {
        this.#open = false
        for (const { method, reject } of this.#pending.values()) reject(new CdpError(`${method}: the browser is gone`))
        this.#pending.clear()
        resolve()
      })
    })
    // A write may race with the browser's end; `closed` is the signal, not the error.
    writer.on('error', () => {})
    reader.on('error', () => {})
  }

  request<Result = Params>(method: string, params: Params, sessionId?: string): Promise<Result> {
    if (!this.#open) return Promise.reject(new CdpError(`${method}: the browser is gone`))
    const id = ++this.#lastId
    return new Promise<Result>((resolve, reject) => {
      this.#pending.set(id, { method, resolve: (result) => resolve(result as Result), reject })
      this.#writer.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  /** Opens a session with a target (a page, by its target id). */
  async attach(targetId: string): Promise<Session> {
    const { sessionId } = await this.browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    })
    return this.#session(sessionId)
  }

  #session(id: string): Session {
    let session = this.#sessions.get(id)
    if (!session) this.#sessions.set(id, (session = new Session(this, id)))
    return session
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      const session = message.sessionId ? this.#session(message.sessionId) : this.browser
      if (message.method) session.emit(message.method, message.params)
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.error) pending?.reject(new CdpError(`${pending.method}: ${message.error.message}`))
    else pending?.resolve(message.result ?? {})
  }
}
