import { join } from 'node:path'
import { app, dialog, ipcMain, Menu, net, powerMonitor, protocol, safeStorage, session, shell } from 'electron'
import Store from 'electron-store'
import { loadDeskThreads } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import type { UpdateView } from '#shared/contracts/update.ts'
import type { AppError } from '#shared/kernel/errors.ts'
import { traceOf } from '#shared/kernel/trace.ts'
import { aboutThisDevice } from './app/about.ts'
import { registerAppScheme, serveAppScheme } from './app/app-scheme.ts'
import { deleteCrashDumps, hearUncaught, recoverPages } from './app/crashes.ts'
import { readEnvironment } from './app/environment.ts'
import { denyDownloads, denyPermissions, guardEveryPage } from './app/guards.ts'
import { openLog } from './app/log.ts'
import { buildMenu } from './app/menu.ts'
import { openCore } from './app/open-core.ts'
import { lockWithTheSystem } from './app/screen-lock.ts'
import { signInOpener } from './app/sign-in-opener.ts'
import { type FailureAct, tellFailure } from './app/tell-failure.ts'
import type { DeskSettings } from './app/window-state.ts'
import { workerPaths } from './app/worker-paths.ts'
import { DeskWindows } from './desktop/desk-windows.ts'
import { openDesktop } from './desktop/desktop.ts'
import { WindowCalls, type WindowHandlers } from './desktop/window-calls.ts'
import { registerCalls } from './ipc/registrar.ts'
import { readMachinePolicy, thisMachine } from './policy/policy-places.ts'
import { decideSettings } from './policy/run-settings.ts'
import { type BundleSources, collectBundle } from './support/bundle.ts'
import { saveBundle, supportHandlers } from './support/support-handlers.ts'
import { openUpdates } from './updates/open-updates.ts'
import { updateHandlers } from './updates/update-handlers.ts'
import { hearFailedUpdates, wayBackFrom } from './updates/way-back.ts'

const outFolder = join(import.meta.dirname, '..')
const environment = readEnvironment(process.env)
// A demo's data never lies among a real desk's.
const profile = environment.profile ?? (environment.demo ? join(app.getPath('userData'), 'demo') : undefined)
if (profile) app.setPath('userData', profile)

registerAppScheme(protocol)
guardEveryPage(app)

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

/** What can be done about a failure; more, once there is more to do it with. */
let actsOn = (_failure: unknown): FailureAct[] => []

const tell = (failure: unknown): Promise<boolean> => tellFailure(dialog, failure, actsOn(failure))

/** Says that it cannot go on, once, and quits in order: what is held is released, and the store is closed. */
let givingUp = false
function giveUp(failure: AppError): void {
  if (givingUp) return
  givingUp = true
  void tell(failure).finally(() => app.quit())
}

async function start(): Promise<void> {
  // Their code is there when the key is.
  const threads = loadDeskThreads(workerPaths)
  await app.whenReady()
  const policy = readMachinePolicy(thisMachine(app.isPackaged ? undefined : process.env['MUMARIS_POLICY']))
  const run = decideSettings(environment, policy)
  const profileDir = app.getPath('userData')
  const log = openLog(profileDir)
  deleteCrashDumps(app.getPath('crashDumps'), log)
  hearUncaught(process, { log, giveUp })
  recoverPages(app, { log, elapsed: () => performance.now(), giveUp })
  const settings = new Store<DeskSettings>({ name: 'settings', cwd: profileDir })
  serveAppScheme(protocol, join(outFolder, 'renderer'))
  denyPermissions(session.defaultSession)
  denyDownloads(session.defaultSession, log)
  const windows = new DeskWindows(settings, join(outFolder, 'preload'))
  const tellUpdate = (view: UpdateView) => windows.tell('desk:event', 'update-changed', view)
  const { updates, kept } = openUpdates({ app, profileDir, policy: policy.policy, settings, tell: tellUpdate, log })
  const wayBack = { kept, version: app.getVersion(), openPath: (path: string) => shell.openPath(path), log }
  const about = aboutThisDevice(app.getVersion(), run, policy)
  const known = { about, profileDir, crashDumps: app.getPath('crashDumps') }
  const bundleOf = (more: Partial<BundleSources>) => collectBundle({ ...known, updates: updates.view(), ...more })
  actsOn = (failure) => [
    ...wayBackFrom(failure, wayBack),
    {
      label: 'حفظ حزمة الدعم · Save a support bundle',
      run: async () => {
        await saveBundle(await bundleOf({ failure }))
        return false
      },
    },
  ]
  const { core, protected: isProtected } = await openCore({
    profileDir,
    environment,
    run,
    storage: safeStorage,
    settings,
    // Main's network knows the system's proxy and certificates; the threads borrow it.
    network: (url, init) => net.fetch(url, init),
    threads,
    appVersion: app.getVersion(),
    onFault: (fault) => log.error('fault', fault),
    openBrowser: signInOpener(shell, log),
  })
  core.onEvent((name, payload) => windows.tell('desk:event', name, payload))
  let openAgain = false
  const desktop = openDesktop(windows, settings)
  const handlers: WindowHandlers = {
    'device.about': () => about,
    ...updateHandlers(updates, () => {
      openAgain = true
      app.quit()
    }),
    ...supportHandlers(
      () => bundleOf({ core }),
      (path) => desktop.wrote(path),
    ),
  }
  const heard = hearFailedUpdates(core, async (failure) => {
    if (await tell(failure)) app.quit()
  })
  const calls = new WindowCalls(heard, desktop, handlers, (channel, error) => {
    log.error('fault', {
      code: error.code,
      channel,
      trace: error.cause === undefined ? '' : traceOf(error.cause),
    })
  })
  registerCalls(ipcMain, calls)
  lockWithTheSystem(powerMonitor, core, log)
  closeCoreBeforeQuit(core)
  app.on('quit', (_event, code) => {
    // The store is closed by now, and nothing waits that is not saved.
    if (code === 0) updates.install(openAgain)
  })
  const openWindow = () => windows.openAnotherIfRoom()
  Menu.setApplicationMenu(buildMenu(Menu, { isPackaged: app.isPackaged, locale: app.getLocale(), openWindow }))
  app.on('second-instance', () => windows.bringForward())
  app.on('window-all-closed', () => app.quit())
  await windows.openFirst()
  updates.beginLooking()
  log.info('started', {
    version: app.getVersion(),
    demo: environment.demo,
    protected: isProtected,
    policy: policy.from?.kind ?? 'none',
  })
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    console.error('Mumaris Desk could not start:', error instanceof Error ? error.message : error)
    void tell(error).finally(() => app.exit(1))
  })
} else {
  app.quit()
}
