// The type names that the application may import from 'electron', as narrow as what the shell implements. Structures that
// are plain data are Electron's own.
import type { app } from './api/app.ts'
import type { clipboard, shell } from './api/desktop.ts'
import type { dialog } from './api/dialog.ts'
import type { ipcMain } from './api/ipc-main.ts'
import type { powerMonitor, screen } from './api/machine.ts'
import type { nativeTheme } from './api/native-theme.ts'
import type { net } from './api/net.ts'
import type { protocol } from './api/protocol.ts'
import type { safeStorage } from './api/safe-storage.ts'

export type { DownloadItem } from './api/download-item.ts'
export type { IpcMainEvent, IpcMainInvokeEvent } from './api/ipc-main.ts'
export type { MenuItemConstructorOptions } from './api/menu.ts'
export type { IpcRenderer, IpcRendererEvent } from './api/only-in-preload.ts'
export type { Session } from './api/session.ts'
export type { WebContents } from './api/web-contents.ts'
export type { WebFrameMain } from './api/web-frame.ts'
export type { BrowserWindowOptions as BrowserWindowConstructorOptions } from './api/window-options.ts'

export type App = typeof app
export type Clipboard = typeof clipboard
export type Dialog = typeof dialog
export type IpcMain = typeof ipcMain
export type NativeTheme = typeof nativeTheme
export type Net = typeof net
export type PowerMonitor = typeof powerMonitor
export type Protocol = typeof protocol
export type SafeStorage = typeof safeStorage
export type Screen = typeof screen
export type Shell = typeof shell

export type Event<Fields extends object = object> = Electron.Event<Fields>
export type CustomScheme = Electron.CustomScheme
export type FileFilter = Electron.FileFilter
export type HandlerDetails = Electron.HandlerDetails
export type MessageBoxOptions = Electron.MessageBoxOptions
export type OpenDialogOptions = Electron.OpenDialogOptions
export type Point = Electron.Point
export type PrintToPDFOptions = Electron.PrintToPDFOptions
export type Rectangle = Electron.Rectangle
export type RenderProcessGoneDetails = Electron.RenderProcessGoneDetails
export type SaveDialogOptions = Electron.SaveDialogOptions
export type Size = Electron.Size
export type WindowOpenHandlerResponse = Electron.WindowOpenHandlerResponse
