import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '#shared/kernel/errors.ts'

const style = `body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.6 system-ui, sans-serif; background: light-dark(#f6f3ec, #1b1d1c); color: light-dark(#22302c, #e6e3da); }
main { max-width: 26rem; padding: 2rem; text-align: center; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
p { margin: 0; }
[lang=en] { margin-block-start: 1.5rem; }`

/** The page that the browser ends on. Names nothing, loads nothing. */
const page = `<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>ممارس ديسك · Mumaris Desk</title>
<style>${style}</style>
<main>
<h1>يمكن العودة الآن إلى ممارس ديسك</h1>
<p>تُغلق هذه الصفحة متى شئت.</p>
<div lang="en" dir="ltr"><h1>You can return to Mumaris Desk now</h1><p>This page may be closed.</p></div>
</main>
</html>
`

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const

/** Where the browser comes back to: an address of this machine alone, for one sign-in (RFC 8252, section 7.3). */
export interface Loopback {
  readonly redirectUri: string
  /** The address with which the browser came back. @throws AppError `session/sign-in-failed` when nobody came in time. */
  arrival(state: string, signal: AbortSignal): Promise<URL>
  close(): void
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** Listens on a free port of 127.0.0.1 until it is closed. */
export async function openLoopback(): Promise<Loopback> {
  let arrived: ((address: URL) => void) | undefined
  let expected: string | undefined
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', redirectUri)
    // Whatever else looks in (another program, a page that guesses ports) is sent away and changes nothing.
    const isOurs =
      request.method === 'GET' &&
      address.origin === new URL(redirectUri).origin &&
      address.pathname === '/callback' &&
      expected !== undefined &&
      address.searchParams.get('state') === expected
    response.writeHead(isOurs ? 200 : 404, headers).end(isOurs ? page : '')
    if (isOurs) response.once('close', () => arrived?.(address))
  })
  const redirectUri = `http://127.0.0.1:${await listen(server)}/callback`
  return {
    redirectUri,
    arrival: (state, signal) =>
      new Promise<URL>((resolve, reject) => {
        expected = state
        arrived = resolve
        const give = () => reject(new AppError('session/sign-in-failed', { reason: 'not-completed' }))
        if (signal.aborted) give()
        else signal.addEventListener('abort', give, { once: true })
      }),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
