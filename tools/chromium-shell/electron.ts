// What `import … from 'electron'` and `require('electron')` give the application. One ES module with static names; the
// last export makes `require` return the object itself. No top-level await: `require` of an ES module forbids it.
import './downloads.ts'
import './serve.ts'
import './targets.ts'
import { app } from './api/app.ts'
import { BrowserWindow } from './api/browser-window.ts'
import { chromiumShell } from './api/controls.ts'
import { clipboard, Notification, shell } from './api/desktop.ts'
import { dialog } from './api/dialog.ts'
import { ipcMain } from './api/ipc-main.ts'
import { powerMonitor, screen } from './api/machine.ts'
import { Menu, MenuItem } from './api/menu.ts'
import { nativeTheme } from './api/native-theme.ts'
import { net } from './api/net.ts'
import { protocol } from './api/protocol.ts'
import { safeStorage } from './api/safe-storage.ts'
import { session } from './api/session.ts'
import { WebContents } from './api/web-contents.ts'

const electron = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  webContents: WebContents,
  /** Only here: how tests answer dialogs and read what went to the desktop. */
  chromiumShell,
}

export { contextBridge, ipcRenderer } from './api/only-in-preload.ts'
export { WebContents as webContents } from './api/web-contents.ts'
export type * from './types.ts'
export {
  app,
  BrowserWindow,
  chromiumShell,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
}
export default electron
export { electron as 'module.exports' }
