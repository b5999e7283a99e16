import type { App, Session, WebContents } from 'electron'
import type { Logger } from '#shared/kernel/ports.ts'
import { appOrigin } from './app-scheme.ts'

/** Whether an address is a page of the application. */
export function isOwnPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/** No navigation away, no new windows, no web views: for every page there will ever be. */
function guardPage(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Puts the guards on before any page exists. */
export function guardEveryPage(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents))
}

/** Pages get no permission at all: nothing on these screens needs a camera, a place or a notification. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
}

/**
 * Pages download nothing: the desk writes its files itself, where the clerk says. A page that tries is stopped, and the
 * log hears of it; of the address only its scheme, for the rest may hold somebody's data.
 */
export function denyDownloads(session: Pick<Session, 'on'>, log: Pick<Logger, 'warn'>): void {
  session.on('will-download', (event, item) => {
    event.preventDefault()
    const url = item.getURL()
    log.warn('download-refused', { scheme: url.slice(0, url.indexOf(':')), from: item.getInitiatorOrigin() })
  })
}
