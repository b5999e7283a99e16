import { findSchemeHandler } from './api/protocol.ts'
import { settlePermissions } from './api/session.ts'
import { headersFor, mayRequest, type RequestDetails } from './api/web-request.ts'
import type { Browser } from './browser.ts'
import type { Session } from './cdp.ts'
import { onBrowserStart } from './runtime.ts'
import { originOf, schemeOf, toAppUrl, toBrowserUrl } from './urls.ts'
import { windows } from './windows.ts'

interface PausedRequest {
  requestId: string
  request: {
    url: string
    method: string
    headers: Record<string, string>
    hasPostData?: boolean
    postDataEntries?: { bytes?: string }[]
  }
  frameId: string
  resourceType: string
  redirectedRequestId?: string
}

const RESOURCE_TYPES: Record<string, RequestDetails['resourceType']> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
}

let lastRequest = 0

const detailsOf = ({ request, resourceType, frameId }: PausedRequest): RequestDetails => ({
  id: ++lastRequest,
  url: toAppUrl(request.url),
  method: request.method,
  resourceType:
    resourceType === 'Document'
      ? windows.ofTarget(frameId)
        ? 'mainFrame'
        : 'subFrame'
      : (RESOURCE_TYPES[resourceType] ?? 'other'),
})

function toRequest({ request }: PausedRequest): Request {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, toAppUrl(value)])
  const entries = request.postDataEntries ?? []
  const body = request.hasPostData ? Buffer.concat(entries.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'))) : null
  return new Request(toAppUrl(request.url), { method: request.method, headers, body })
}

/** May this document be loaded? Only into a window's main frame, past its guard, or into a frame inside a window. */
async function mayShow(paused: PausedRequest): Promise<boolean> {
  const window = windows.ofTarget(paused.frameId)
  if (!window) return windows.all().some(({ webContents }) => webContents.hasFrame(paused.frameId)) // never into a popup
  const url = toAppUrl(paused.request.url)
  if (!window.webContents.mayNavigate(url, paused.redirectedRequestId !== undefined)) return false
  await settlePermissions(window.webContents, originOf(url))
  return true
}

async function serve(browser: Session, paused: PausedRequest): Promise<void> {
  const { requestId } = paused
  const fail = (errorReason: string) => browser.send('Fetch.failRequest', { requestId, errorReason })
  // "Aborted" leaves the page as it is; "BlockedByClient" would replace it by an error page
  if (paused.resourceType === 'Document' && !(await mayShow(paused))) return void (await fail('Aborted'))
  const details = detailsOf(paused)
  const handler = (await mayRequest(details)) ? findSchemeHandler(schemeOf(details.url)) : undefined
  if (!handler) return void (await fail('BlockedByClient'))
  const response = await handler(toRequest(paused))
  if (response.type === 'error') return void (await fail('Failed'))
  const headers = await headersFor(details, response.status, response.headers)
  if (!headers) return void (await fail('BlockedByClient'))
  await browser.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: headers.map(([name, value]) => ({
      name,
      value: name.toLowerCase() === 'location' ? toBrowserUrl(value) : value,
    })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

/** Answers every request of every page from the application's scheme handlers; there is no other network. */
async function intercept({ connection }: Browser): Promise<void> {
  const { browser } = connection
  browser.listen<PausedRequest>('Fetch.requestPaused', (paused) => {
    serve(browser, paused).catch((error: unknown) => {
      // the page may be gone, which needs no word; an exception of the application's handler does
      if (!(error instanceof Error && error.name === 'CdpError'))
        console.error(`${toAppUrl(paused.request.url)}:`, error)
      browser.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' }).catch(() => {})
    })
  })
  await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

onBrowserStart(intercept)
