import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A line to an authority on which a first fill stops half-way until it is let go on. */
export interface SlowLine {
  readonly url: string
  /** Lets the rest of every fill through. */
  release(): void
  /** How many fills were asked for, and how many of them from a cursor on. */
  fills(): { all: number; resumed: number }
  close(): void
}

/** Bytes of a compressed fill that pass before it stops. */
const passing = 60_000

/** Opens one on a port of its own; everything but the fill goes through as it is. */
export async function openSlowLine(authorityUrl: string): Promise<SlowLine> {
  let all = 0
  let resumed = 0
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const server = createServer((incoming, outgoing) => {
    const { url = '/', method = 'GET', headers } = incoming
    const isFill = url.startsWith('/v1/fill')
    if (isFill) all += 1
    if (isFill && url.includes('cursor=')) resumed += 1
    const asked = request(`${authorityUrl}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      if (!isFill) {
        answer.pipe(outgoing)
        return
      }
      const pass = async () => {
        let passed = 0
        for await (const chunk of answer as AsyncIterable<Buffer>) {
          const rest = Math.max(0, passing - passed)
          passed += chunk.length
          outgoing.write(chunk.subarray(0, rest))
          if (passed <= passing) continue
          await released
          outgoing.write(chunk.subarray(rest))
        }
        outgoing.end()
      }
      // The desk has ended the stream, or the authority did.
      pass().catch(() => outgoing.destroy())
    })
    asked.on('error', () => outgoing.destroy())
    outgoing.on('close', () => asked.destroy())
    incoming.pipe(asked)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    release,
    fills: () => ({ all, resumed }),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
