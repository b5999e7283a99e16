// A small application as the desk's built main looks like: an ES module that imports 'electron'.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session } from 'electron'
import { pages } from './pages.js'

const order = []
for (const name of ['will-finish-launching', 'ready', 'window-all-closed', 'before-quit', 'will-quit', 'quit']) {
  app.on(name, () => order.push(name))
}
app.on('quit', () => process.stdout.write(`ORDER ${order.join(',')}\n`))

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])

const state = {
  order,
  sent: [],
  navigations: [],
  opened: [],
  console: [],
  asked: [],
  shortcuts: [],
  second: [],
  required: createRequire(import.meta.url)('electron'),
  allowNavigation: false,
  openAction: 'deny',
  /** Folder for downloads; without one they are refused. 'ask' leaves it to the save dialog. */
  downloadTo: undefined,
  downloads: [],
  theme: nativeTheme,
}
globalThis.fixtureState = state

const first = app.requestSingleInstanceLock({ from: 'fixture' })
if (!first) {
  process.stdout.write('SECOND\n')
  app.quit()
}
app.on('second-instance', (_event, argv, cwd, data) => state.second.push({ argv, cwd, data }))

ipcMain.handle('echo', (_event, ...values) => values)
ipcMain.handle('who', (event) => ({
  origin: event.senderFrame.origin,
  url: event.senderFrame.url,
  isMain: event.senderFrame === event.sender.mainFrame,
  window: BrowserWindow.fromWebContents(event.sender).id,
}))
ipcMain.handle('fail', () => {
  throw new RangeError('refused')
})
ipcMain.handle('unclonable', () => () => 1)
ipcMain.handle('slow', (_event, ms) => new Promise((resolve) => setTimeout(() => resolve('late'), ms)))
ipcMain.on('tell', (event, value) => {
  state.sent.push(value)
  event.reply('told', value)
})

export function openWindow(options = {}) {
  const window = new BrowserWindow({
    width: 900,
    height: 600,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      additionalArguments: ['--hello'],
    },
    ...options,
  })
  const contents = window.webContents
  contents.setWindowOpenHandler((details) => {
    state.opened.push(details.url)
    return { action: state.openAction }
  })
  contents.on('will-navigate', (event, url) => {
    state.navigations.push(url)
    if (!state.allowNavigation) event.preventDefault()
  })
  contents.on('console-message', (event) => state.console.push({ level: event.level, message: event.message }))
  return window
}
state.openWindow = openWindow

if (first) {
  await app.whenReady()
  protocol.handle('app', pages)
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    state.asked.push(permission)
    answer(permission === 'media' && details.mediaTypes?.includes('video') === true)
  })
  session.defaultSession.on('will-download', (event, item, contents) => {
    const note = { url: item.getURL(), name: item.getFilename(), from: item.getInitiatorOrigin(), window: contents.id }
    state.downloads.push(note)
    if (state.downloadTo === undefined) return event.preventDefault()
    if (state.downloadTo !== 'ask') item.setSavePath(join(state.downloadTo, item.getFilename()))
    item.once('done', (_event, ended) => {
      Object.assign(note, {
        ended,
        bytes: item.getReceivedBytes(),
        total: item.getTotalBytes(),
        path: item.getSavePath(),
      })
    })
  })
  app.on('window-all-closed', () => app.quit())
  await openWindow().loadURL('app://desk/index.html')
}
