import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import type Store from 'electron-store'
import { startPage } from './app-scheme.ts'
import { type DeskSettings, placeOnScreen, rememberedPlace, smallestWindow } from './window-state.ts'

const sand = '#f1f0ec'

/** Opens the desk's window where it was left, and keeps its place for the next time. */
export async function openDeskWindow(settings: Store<DeskSettings>, preloadFolder: string): Promise<BrowserWindow> {
  const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea)
  const place = placeOnScreen(rememberedPlace(settings), screens)
  const window = new BrowserWindow({
    ...(place.x !== undefined && place.y !== undefined ? { x: place.x, y: place.y } : {}),
    width: place.width,
    height: place.height,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor: sand,
    title: 'Mumaris Desk',
    webPreferences: {
      preload: join(preloadFolder, 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  })
  if (place.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    settings.set('window', { ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  await window.loadURL(startPage)
  return window
}
