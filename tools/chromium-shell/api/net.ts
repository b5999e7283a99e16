import { openAsBlob } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemeOf } from '../urls.ts'
import { findSchemeHandler } from './protocol.ts'

/** What Chromium would guess for a file; the application's scheme handler sets its own types. */
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
}

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url)
  try {
    const type = TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'
    return new Response(await openAsBlob(path), { headers: { 'content-type': type } })
  } catch {
    throw new Error('net::ERR_FILE_NOT_FOUND')
  }
}

type NetSlice = Pick<Electron.Net, 'fetch' | 'isOnline' | 'online'>

/** For tests: whether `net` says that the machine is online. */
export const netState = { online: true }

/** `net`: Node's own fetch (no system proxy, Node's certificates), besides files and the application's schemes. */
export const net: NetSlice = {
  async fetch(input, init) {
    const url = typeof input === 'string' ? input : input.url
    const scheme = schemeOf(url)
    if (scheme === 'file') return fetchFile(url)
    const handler = init?.bypassCustomProtocolHandlers ? undefined : findSchemeHandler(scheme)
    if (handler) return handler(new Request(input, init))
    return fetch(input, init)
  },
  isOnline: () => netState.online,
  get online() {
    return netState.online
  },
}
