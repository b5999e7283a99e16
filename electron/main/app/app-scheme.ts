import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Protocol } from 'electron'

/** The application's own scheme: pages come from the packed files and from nowhere else. */
export const appScheme = 'app'
export const appOrigin = 'app://desk'
export const startPage = `${appOrigin}/index.html`

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
}

/**
 * The page's policy. No network at all (`connect-src 'none'`): data comes by IPC. Mantine writes style elements, so
 * styles carry a nonce of this one response; scripts are files of ours only, and strings never become markup.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}

/** Must run before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

const notFound = () => new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })

/** Answers one request of a page from `folder` (the built renderer): known file types, never outside of it. */
export async function answerFromFolder(folder: string, url: string): Promise<Response> {
  const { origin, host, pathname } = new URL(url)
  if (origin !== appOrigin && host !== 'desk') return notFound()
  const path = normalize(join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
  const mediaType = mediaTypes[extname(path)]
  if (!mediaType || !path.startsWith(folder + sep)) return notFound()
  const content = await readFile(path).catch(() => undefined)
  if (!content) return notFound()
  const headers = {
    'content-type': mediaType,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  }
  if (extname(path) !== '.html') return new Response(new Uint8Array(content), { headers })
  const nonce = randomBytes(18).toString('base64')
  const page = content.toString('utf8').replace('<head>', `<head><meta name="csp-nonce" content="${nonce}">`)
  return new Response(page, { headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce) } })
}

/** Serves the scheme from the built renderer. After the app is ready. */
export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(appScheme, (request) => answerFromFolder(folder, request.url))
}
