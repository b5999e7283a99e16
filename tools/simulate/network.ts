import { z } from 'zod'
import type { Random } from '#authority/demo/prng.ts'
import { movedChannel } from '#authority/repositories/feed.ts'
import { getSession } from '#authority/use-cases/session/demo-session.ts'
import { scopesOf } from '#authority/use-cases/session/scopes.ts'
import type { AuthorityFetch, AuthorityRequest } from '#core/sync/authority-line.ts'
import type { Fate } from './climate.ts'
import { describeCall, describeReply } from './describe.ts'
import type { Call, Reply, SimAuthority } from './sim-authority.ts'
import type { Trace } from './trace.ts'
import type { VirtualTime } from './virtual-time.ts'

const Moved = z.object({ scopes: z.array(z.string()) })

/** A stream of events that is open at a desk. */
interface OpenStream {
  readonly desk: string
  readonly scopes: readonly string[]
  readonly send: (text: string) => void
  readonly end: () => void
}

export interface NetworkOptions {
  readonly time: VirtualTime
  readonly authority: SimAuthority
  readonly random: Random
  readonly trace: Trace
  readonly pickFate: (random: Random, call: Call) => Fate
  /** Sees every call before the authority does. */
  readonly beforeCall: (call: Call) => Promise<void>
  /** Sees every call that the authority answered, with its answer; the desk gets what this answers. */
  readonly onHandled: (desk: string, call: Call, reply: Reply) => Reply
}

const problems: Partial<Record<Fate, { status: number; code: string }>> = {
  '401': { status: 401, code: 'session/required' },
  '409': { status: 409, code: 'sync/gap' },
  '429': { status: 429, code: 'authority/too-many' },
  '500': { status: 500, code: 'internal' },
  '502': { status: 502, code: 'authority/unavailable' },
  '503': { status: 503, code: 'authority/unavailable' },
}

function problemReply(fate: Fate): Reply | undefined {
  const problem = problems[fate]
  if (!problem) return undefined
  const headers = {
    'content-type': 'application/problem+json',
    ...(problem.status === 429 && { 'retry-after': '2' }),
  }
  return {
    status: problem.status,
    headers,
    body: Buffer.from(JSON.stringify({ type: 'about:blank', title: '', ...problem })),
  }
}

/** The lines between the desks and the authority. Whatever happens on them follows from the seed. */
export class VirtualNetwork {
  readonly #options: NetworkOptions
  readonly #streams = new Set<OpenStream>()
  readonly #cut = new Set<string>()
  readonly #moved: string[] = []
  #calm = false
  #calls = 0
  /** How to end each request that has neither an answer nor an end. */
  readonly #open = new Set<{ readonly desk: string; readonly end: () => void }>()

  constructor(options: NetworkOptions) {
    this.#options = options
  }

  /** Begins to hear what moves at the authority; the answer stops it. */
  listen(): Promise<() => Promise<void>> {
    return this.#options.authority.listen(movedChannel, (text) => {
      for (const scope of Moved.parse(JSON.parse(text)).scopes) this.#moved.push(scope)
    })
  }

  /** From now on everything arrives. */
  becomeCalm(): void {
    this.#calm = true
    this.#cut.clear()
  }

  /** Whether a request is under way, of any desk. */
  get busy(): boolean {
    return this.#open.size > 0
  }

  /** A desk is gone: nothing that it asked is waited for any more. */
  forget(desk: string): void {
    this.loseStreams(desk)
    for (const open of Array.from(this.#open)) if (open.desk === desk) open.end()
  }

  cut(desk: string): void {
    this.#cut.add(desk)
    this.loseStreams(desk)
  }

  mend(desk: string): void {
    this.#cut.delete(desk)
  }

  /** Streams end (`undefined`: those of every desk). */
  loseStreams(desk?: string): void {
    for (const stream of Array.from(this.#streams)) if (desk === undefined || stream.desk === desk) stream.end()
  }

  /** Tells the open streams what moved at the authority. */
  tellMoved(): void {
    const scopes = new Set(this.#moved.splice(0))
    if (scopes.size === 0) return
    const { time, random } = this.#options
    for (const stream of this.#streams) {
      const moved = stream.scopes.filter((scope) => scopes.has(scope))
      if (moved.length === 0) continue
      const text = `event: moved\ndata: ${JSON.stringify({ scopes: moved })}\n\n`
      time.after(random.int(1, 80), () => stream.send(text))
    }
  }

  /** The network of a desk. */
  fetchFor(desk: string): AuthorityFetch {
    return (url, init) => this.#fetch(desk, url, init)
  }

  #fetch(desk: string, url: string, init: AuthorityRequest): Promise<Response> {
    const { pathname, search } = new URL(url)
    const { method, headers, body, signal } = init
    const call: Call = { method, path: `${pathname}${search}`, headers, ...(body !== undefined && { body }) }
    if (this.#cut.has(desk)) return Promise.reject(new Error('No line'))
    const fate = this.#calm ? 'fine' : this.#options.pickFate(this.#options.random, call)
    return new Promise((resolve, reject) => {
      let over = false
      const open = { desk, end: () => finish(() => reject(new Error('Gone'))) }
      this.#open.add(open)
      const breakOff = () => finish(() => reject(new Error('Broken off')))
      const finish = (work: () => void) => {
        if (over) return
        over = true
        // The signal would keep the whole exchange for as long as the process lives.
        signal.removeEventListener('abort', breakOff)
        this.#open.delete(open)
        work()
      }
      signal.addEventListener('abort', breakOff, { once: true })
      const way: Way = {
        answer: (response) => finish(() => resolve(response)),
        fail: (why) => finish(() => reject(new Error(why))),
        isOver: () => over,
      }
      this.#send({ desk, call, fate, signal, way })
    })
  }

  #send(exchange: Exchange): void {
    const { time, random, trace } = this.#options
    const { desk, call, fate } = exchange
    this.#calls += 1
    const number = this.#calls
    trace.say(`${desk} -${number}-> ${describeCall(call)}${fate === 'fine' ? '' : ` [${fate}]`}`)
    const slow = fate === 'slow' ? random.int(500, 45_000) : 0
    time.during(random.int(1, 60) + slow, () => this.#arrive(number, exchange))
  }

  async #arrive(number: number, exchange: Exchange): Promise<void> {
    const { time, random } = this.#options
    const { desk, call, fate, way } = exchange
    // Whoever broke off meanwhile may still have been heard.
    if (fate === 'request-lost') return
    if (fate === 'request-refused') return way.fail('Refused')
    if (this.#cut.has(desk)) return way.fail('No line')
    const spoilt = problemReply(fate)
    if (spoilt) return this.#back(number, exchange, spoilt)
    if (fate === 'garbage')
      return this.#back(number, exchange, { status: 200, headers: {}, body: Buffer.from('<html>') })
    if (call.path === '/v1/events') {
      if (fate === 'answer-lost') return
      return fate === 'answer-broken-off' ? way.fail('Broken off') : this.#openStream(exchange)
    }
    if (fate === 'twice') await this.#handle(desk, call)
    if (fate === 'copy-later')
      time.during(random.int(100, 60_000), async () => {
        await this.#handle(desk, call)
      })
    const reply = await this.#handle(desk, call)
    if (!reply) return way.fail('The authority is gone')
    if (fate === 'answer-lost') return
    if (fate === 'answer-broken-off') {
      time.after(random.int(1, 60), () => way.fail('Broken off'))
      return
    }
    const { status, headers, body } = reply
    const half = { status, headers, body: body.subarray(0, body.length / 2) }
    this.#back(number, exchange, fate === 'truncated' ? half : reply)
  }

  async #handle(desk: string, call: Call): Promise<Reply | undefined> {
    const { authority, beforeCall, onHandled } = this.#options
    if (authority.up) await beforeCall(call)
    const reply = await authority.handle(call)
    this.tellMoved()
    return reply && onHandled(desk, call, reply)
  }

  #back(number: number, { desk, call, way }: Exchange, { status, headers, body, onArrived }: Reply): void {
    const { time, random, trace } = this.#options
    const said = describeReply(call, status, body)
    time.after(random.int(1, 60), () => {
      if (this.#cut.has(desk)) return way.fail('No line')
      if (way.isOver()) return
      trace.say(`${desk} <-${number}- ${said}`)
      way.answer(new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers: { ...headers } }))
      onArrived?.()
    })
  }

  async #openStream({ desk, call, signal, way }: Exchange): Promise<void> {
    const { authority } = this.#options
    const token = call.headers['authorization']?.slice('Bearer '.length)
    if (!authority.up) return way.fail('The authority is gone')
    const session = await getSession(authority.context, token).catch(() => undefined)
    if (!authority.up) return way.fail('The authority is gone')
    const refused = problemReply('401')
    if (!session && refused) return this.#back(0, { desk, call, signal, way, fate: 'fine' }, refused)
    if (way.isOver() || !session) return
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        let ended = false
        const end = () => {
          if (ended) return
          ended = true
          signal.removeEventListener('abort', end)
          this.#streams.delete(stream)
          controller.close()
        }
        const stream: OpenStream = {
          desk,
          scopes: scopesOf(session.clerk),
          send: (text) => {
            if (!ended) controller.enqueue(encoder.encode(text))
          },
          end,
        }
        this.#streams.add(stream)
        signal.addEventListener('abort', end, { once: true })
        stream.send(': connected\n\n')
      },
    })
    way.answer(new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } }))
  }
}

interface Way {
  readonly answer: (response: Response) => void
  readonly fail: (why: string) => void
  readonly isOver: () => boolean
}

interface Exchange {
  readonly desk: string
  readonly call: Call
  readonly fate: Fate
  readonly signal: AbortSignal
  readonly way: Way
}
