type BeforeRequest = (
  details: RequestDetails,
  callback: (response: Pick<Electron.CallbackResponse, 'cancel'>) => void,
) => void
type HeadersReceived = (
  details: RequestDetails & { statusCode: number; responseHeaders: Record<string, string[]> },
  callback: (response: Pick<Electron.HeadersReceivedResponse, 'cancel' | 'responseHeaders'>) => void,
) => void

/** The fields of a request that the shell knows. */
export type RequestDetails = Pick<Electron.OnBeforeRequestListenerDetails, 'id' | 'url' | 'method' | 'resourceType'>

interface Registered<Listener> {
  patterns: RegExp[]
  listener: Listener
}

/** `scheme://host/*`: a star stands for anything. */
const toPattern = (url: string) =>
  url === '<all_urls>' ? /^/ : new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`)

function register<Listener>(
  filterOrListener: Pick<Electron.WebRequestFilter, 'urls'> | Listener | null,
  listener?: Listener | null,
): Registered<Listener> | undefined {
  if (filterOrListener === null) return undefined
  if (typeof filterOrListener === 'function') return { patterns: [/^/], listener: filterOrListener as Listener }
  if (!listener) return undefined
  return { patterns: (filterOrListener as Electron.WebRequestFilter).urls.map(toPattern), listener }
}

const applies = (registered: Registered<unknown> | undefined, url: string) =>
  registered?.patterns.some((pattern) => pattern.test(url)) ?? false

let beforeRequest: Registered<BeforeRequest> | undefined
let headersReceived: Registered<HeadersReceived> | undefined

/** `session.webRequest`: sees the application's own schemes and every refused request. */
export const webRequest = {
  onBeforeRequest(
    filterOrListener: Pick<Electron.WebRequestFilter, 'urls'> | BeforeRequest | null,
    listener?: BeforeRequest | null,
  ): void {
    beforeRequest = register(filterOrListener, listener)
  },
  onHeadersReceived(
    filterOrListener: Pick<Electron.WebRequestFilter, 'urls'> | HeadersReceived | null,
    listener?: HeadersReceived | null,
  ): void {
    headersReceived = register(filterOrListener, listener)
  },
}

/** For the shell: false when the application cancels the request. */
export async function mayRequest(details: RequestDetails): Promise<boolean> {
  const registered = beforeRequest
  if (!registered || !applies(registered, details.url)) return true
  return new Promise((resolve) => registered.listener(details, ({ cancel }) => resolve(!cancel)))
}

/** For the shell: the response's headers as the application changed them; undefined when it cancels. */
export async function headersFor(
  details: RequestDetails,
  statusCode: number,
  headers: Headers,
): Promise<[string, string][] | undefined> {
  const registered = headersReceived
  const own = [...headers]
  if (!registered || !applies(registered, details.url)) return own
  const responseHeaders: Record<string, string[]> = {}
  for (const [name, value] of own) (responseHeaders[name] ??= []).push(value)
  return new Promise((resolve) => {
    registered.listener({ ...details, statusCode, responseHeaders }, (answer) => {
      if (answer.cancel) return resolve(undefined)
      if (!answer.responseHeaders) return resolve(own)
      const changed = Object.entries(answer.responseHeaders)
      resolve(changed.flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, value])))
    })
  })
}
