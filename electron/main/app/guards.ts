import type { App, Session, WebContents } from 'electron'
import { appOrigin } from './app-scheme.ts'

/** Whether an address is a page of the application. */
export function isOwnPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/** No navigation away, no new windows, no web views: for every page there will ever be. */
function guardPage(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Puts the guards on before any page exists. */
export function guardEveryPage(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents))
}

/** Pages get no permission at all: nothing of this screens needs a camera, a place or a notification. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
}
