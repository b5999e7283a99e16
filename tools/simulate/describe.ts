import { PullOutput } from '#shared/protocol/pull.ts'
import { PushInput, PushOutput } from '#shared/protocol/push.ts'
import type { Call } from './sim-authority.ts'

/** A call in the trace: nothing of it that another run would have otherwise (keys, tokens, cursors). */
export function describeCall({ method, path, body }: Call): string {
  const url = new URL(path, 'http://authority')
  const scope = url.searchParams.get('scope')
  const head = `${method} ${url.pathname}${scope === null ? '' : ` ${scope}`}`
  if (url.pathname !== '/v1/push' || typeof body !== 'string') return head
  const { items } = PushInput.parse(JSON.parse(body))
  const said = items.map((item) => {
    const { id, actor, seq, kind } = item.type === 'deferral' ? item.deferral : item.command
    return `${actor}/${seq} ${kind} ${id.slice(-6)}`
  })
  return `${head} ${said.join(', ')}`
}

/** An answer in the trace. */
export function describeReply({ path }: Call, status: number, body: Buffer): string {
  const { pathname } = new URL(path, 'http://authority')
  if (pathname === '/v1/demo/sessions' && status === 200) return '200 a session'
  if (pathname === '/v1/meta' && status === 200) return '200'
  if (pathname === '/v1/fill' && status === 200) return '200 a stream'
  if (pathname.startsWith('/v1/documents/')) return `${status} ${body.length} bytes`
  const text = body.toString('utf8')
  const json = parse(text)
  if (status !== 200) return `${status} ${text.slice(0, 200)}`
  const pushed = PushOutput.safeParse(json)
  if (pathname === '/v1/push' && pushed.success) {
    const { receipts, stop } = pushed.data
    const said = receipts.map(({ id, outcome, code }) => `${id.slice(-6)} ${outcome}${code === null ? '' : ` ${code}`}`)
    return `200 ${said.join(', ')}${stop ? ` stop at ${stop.id.slice(-6)} ${stop.code}` : ''}`
  }
  const pulled = PullOutput.safeParse(json)
  if (pathname === '/v1/pull' && pulled.success) {
    const said = pulled.data.changes.map(
      ({ table, id, version, row }) => `${table} ${id} v${version}${row ? '' : ' gone'}`,
    )
    return `200 ${said.join(', ')}${pulled.data.more ? ' …' : ''}`
  }
  return `200 ${json === undefined ? 'unreadable' : text.length}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
