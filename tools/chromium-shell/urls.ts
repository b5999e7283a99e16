// Chromium knows no custom scheme, so `app://desk/x` travels as `https://desk.app.invalid/x`: a secure origin whose name
// (RFC 2606) never resolves. Everything that the application sees is mapped back.
const OWN = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)/i
const MAPPED = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.invalid(?=[/?#]|$)/i
const REAL = new Set(['http', 'https', 'file', 'data', 'blob', 'about', 'chrome', 'devtools', 'javascript'])

/** What Chromium is told to load for an application's URL; other URLs are returned as they are. */
export function toBrowserUrl(url: string): string {
  const match = OWN.exec(url)
  if (!match?.[1] || !match[2] || REAL.has(match[1].toLowerCase())) return url
  return `https://${match[2]}.${match[1].toLowerCase()}.invalid${url.slice(match[0].length)}`
}

/** What the application is told for a URL of Chromium's: the inverse of `toBrowserUrl`. */
export function toAppUrl(url: string): string {
  const match = MAPPED.exec(url)
  return match ? `${match[2]}://${match[1]}${url.slice(match[0].length)}` : url
}

/** The scheme and host of a URL as the application sees it (`app://desk`), or `null` for an opaque origin. */
export function originOf(url: string): string {
  const { origin } = URL.canParse(toBrowserUrl(url)) ? new URL(toBrowserUrl(url)) : { origin: 'null' }
  return toAppUrl(origin)
}

/** The scheme of a URL, without the colon. */
export const schemeOf = (url: string): string => url.slice(0, Math.max(0, url.indexOf(':'))).toLowerCase()
