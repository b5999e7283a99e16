import { desktopRecord } from './desktop.ts'
import { dialogScript } from './dialog.ts'
import { Menu } from './menu.ts'
import { nativeTheme } from './native-theme.ts'
import { netState } from './net.ts'

/** The shell's own controls, for tests: `app.evaluate(({ chromiumShell }) => …)`. Real Electron has none of them. */
export const chromiumShell = {
  dialogs: dialogScript,
  desktop: desktopRecord,
  /** The context menu that was asked for last. */
  popup: (): Menu | undefined => Menu.lastPopup,
  setOnline(online: boolean): void {
    netState.online = online
  },
  setSystemDark(dark: boolean): void {
    nativeTheme.systemIsDark = dark
    nativeTheme.emit('updated')
  },
}
