import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, Menu, net, protocol, safeStorage, session } from 'electron'
import Store from 'electron-store'
import { createDeskCore, type DeskCore } from '#core/workers/desk-core.ts'
import { registerAppScheme, serveAppScheme } from './app/app-scheme.ts'
import { openDeskWindow } from './app/desk-window.ts'
import { readEnvironment } from './app/environment.ts'
import { denyPermissions, guardEveryPage } from './app/guards.ts'
import { openLog } from './app/log.ts'
import { buildMenu } from './app/menu.ts'
import { getDataKey } from './app/secret-store.ts'
import type { DeskSettings } from './app/window-state.ts'
import { workerPaths } from './app/worker-paths.ts'
import { registerCalls } from './ipc/registrar.ts'

const outFolder = join(import.meta.dirname, '..')
const environment = readEnvironment(process.env)
if (environment.profile) app.setPath('userData', environment.profile)

registerAppScheme(protocol)
guardEveryPage(app)

/** Sends what the core says by itself to every window. */
function tellEveryWindow(name: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.webContents.send('desk:event', name, payload)
  }
}

function bringForward(): void {
  const window = BrowserWindow.getAllWindows()[0]
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Held decisions are released and the store is closed before the process ends. */
function closeCoreBeforeQuit(core: DeskCore): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void core
      .invoke('sync.release', {})
      .then(() => core.close())
      .finally(() => {
        closed = true
        app.quit()
      })
  })
}

async function start(): Promise<void> {
  await app.whenReady()
  const profileDir = app.getPath('userData')
  const log = openLog(profileDir)
  const settings = new Store<DeskSettings>({ name: 'settings', cwd: profileDir })
  serveAppScheme(protocol, join(outFolder, 'renderer'))
  denyPermissions(session.defaultSession)
  Menu.setApplicationMenu(buildMenu(Menu, app.isPackaged))
  const dataKey = await getDataKey(safeStorage, settings, environment.demo)
  const core = await createDeskCore({
    profileDir,
    key: dataKey.key,
    protected: dataKey.protected,
    authorityUrl: environment.authorityUrl,
    demo: environment.demo,
    backgroundSync: true,
    // Main's network knows the system's proxy and certificates; the threads borrow it.
    network: (url, init) => net.fetch(url, init),
    workerUrls: workerPaths,
    onFault: (fault) => log.error('fault', fault),
  })
  core.onEvent(tellEveryWindow)
  registerCalls(ipcMain, core)
  closeCoreBeforeQuit(core)
  app.on('second-instance', bringForward)
  app.on('window-all-closed', () => app.quit())
  await openDeskWindow(settings, join(outFolder, 'preload'))
  log.info('started', { version: app.getVersion(), demo: environment.demo, protected: dataKey.protected })
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    console.error('Mumaris Desk could not start:', error instanceof Error ? error.message : error)
    app.exit(1)
  })
} else {
  app.quit()
}
