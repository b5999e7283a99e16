import type { IncomingMessage } from 'node:http'

/** Cookies of the provider's session in the browser. */
const sessionCookie = /^\s*_session(\.sig)?=/

/**
 * Lets the provider see a call as it was made at its own address, whatever proxies stand before it and whatever the
 * caller says of hosts: everything that it writes of itself follows from its configuration alone.
 *
 * It never sees its session of an earlier sign-in: at a counter PC the next clerk would be signed in as the one before.
 */
export function callAtIssuer(request: IncomingMessage, issuer: string, mount: string): void {
  const { host, protocol, pathname } = new URL(issuer)
  request.headers.host = host
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  delete request.headers['x-forwarded-host']
  const { cookie } = request.headers
  if (cookie !== undefined) {
    const kept = cookie.split(';').filter((part) => !sessionCookie.test(part))
    if (kept.length > 0) request.headers.cookie = kept.join(';')
    else delete request.headers.cookie
  }
  const rest = (request.url ?? '').slice(mount.length)
  // The provider finds its mount in what `originalUrl` has before `url`.
  Object.assign(request, { url: rest, originalUrl: `${pathname}${rest}` })
}
