import { emitterOf } from '../emitter.ts'
import { browser } from '../runtime.ts'
import { toBrowserUrl } from '../urls.ts'
import type { DownloadItem } from './download-item.ts'
import { protocol } from './protocol.ts'
import type { WebContents } from './web-contents.ts'
import { webRequest } from './web-request.ts'

type Permission = Parameters<NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>>[1]
type RequestHandler = (
  contents: WebContents,
  permission: Permission,
  callback: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean; mediaTypes?: ('video' | 'audio')[] },
) => void
type CheckHandler = (
  contents: WebContents | null,
  permission: Permission,
  requestingOrigin: string,
  details: { requestingUrl: string; isMainFrame: boolean; mediaType?: 'video' | 'audio' | 'unknown' },
) => boolean

/** DevTools' names of the permissions, with Electron's name and the kind of media. */
const PERMISSIONS: [devTools: string, electron: Permission, media?: 'video' | 'audio'][] = [
  ['camera', 'media', 'video'],
  ['microphone', 'media', 'audio'],
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['display-capture', 'display-capture'],
  ['idle-detection', 'idle-detection'],
  ['pointer-lock', 'pointerLock'],
  ['keyboard-lock', 'keyboardLock'],
  ['storage-access', 'storage-access'],
  ['top-level-storage-access', 'top-level-storage-access'],
  ['window-management', 'window-management'],
  ['speaker-selection', 'speaker-selection'],
  // Electron asks its handler for none of these by that name
  ['background-sync', 'unknown'],
  ['local-fonts', 'unknown'],
  ['payment-handler', 'unknown'],
  ['persistent-storage', 'unknown'],
]

let requestHandler: RequestHandler | null = null
let checkHandler: CheckHandler | null = null
/** Origins whose answers Chromium has been given. Emptied when a handler changes. */
let settled = new Map<string, Promise<void>>()

async function isGranted(contents: WebContents, origin: string, permission: Permission, media?: 'video' | 'audio') {
  const details = { requestingUrl: `${origin}/`, isMainFrame: true }
  if (checkHandler && !checkHandler(contents, permission, origin, media ? { ...details, mediaType: media } : details))
    return false
  const ask = requestHandler
  if (!ask) return true
  return new Promise<boolean>((resolve) => {
    ask(contents, permission, resolve, media ? { ...details, mediaTypes: [media] } : details)
  })
}

/** Chromium asks nobody later, so the application's handlers answer for every permission before an origin's first page. */
export function settlePermissions(contents: WebContents, origin: string): Promise<void> {
  const known = settled.get(origin)
  if (known) return known
  const settle = async () => {
    const { connection } = await browser()
    const set = async ([name, permission, media]: (typeof PERMISSIONS)[number]) => {
      const granted = await isGranted(contents, origin, permission, media)
      const setting = granted ? 'granted' : 'denied'
      const params = { permission: { name }, setting, origin: new URL(toBrowserUrl(origin)).origin }
      // an older browser may not know a name yet: then it has no such feature to guard
      await connection.browser.send('Browser.setPermission', params).catch(() => {})
    }
    await Promise.all(PERMISSIONS.map(set))
  }
  const promise = settle()
  settled.set(origin, promise)
  return promise
}

type Events = {
  'will-download': [event: Electron.Event, item: DownloadItem, contents: WebContents]
}

class Session extends emitterOf<Events>() {
  readonly protocol = protocol
  readonly webRequest = webRequest

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    requestHandler = handler
    settled = new Map()
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    checkHandler = handler
    settled = new Map()
  }

  /** Nothing to do: no page gets a USB, HID or serial device here. */
  setDevicePermissionHandler(
    _handler: ((details: Electron.DevicePermissionHandlerHandlerDetails) => boolean) | null,
  ): void {}

  /** Nothing to do: Chromium's spell checker is off, since it would download dictionaries. */
  setSpellCheckerEnabled(_enabled: boolean): void {}
}

export type { Session }

const defaultSession = new Session()

/** `session`: one for all windows. A partition has no storage of its own; the profile is empty at each start anyway. */
export const session = {
  defaultSession,
  fromPartition: (_partition: string): Session => defaultSession,
}
