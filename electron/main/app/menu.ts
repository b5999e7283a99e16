import type { Menu, MenuItemConstructorOptions } from 'electron'

export interface MenuChoices {
  readonly isPackaged: boolean
  /** The operating system's language, e.g. `ar-SA`. */
  readonly locale: string
  readonly openWindow: () => void
}

/**
 * The application menu: roles, so that the operating system names them in its own language, and one item of ours in that
 * language. No reload and no developer tools in a packed application.
 */
export function buildMenu(menu: typeof Menu, { isPackaged, locale, openWindow }: MenuChoices): Menu {
  const file: MenuItemConstructorOptions[] = [
    {
      id: 'new-window',
      label: locale.startsWith('ar') ? 'نافذة جديدة' : 'New Window',
      accelerator: 'CmdOrCtrl+Shift+N',
      click: openWindow,
    },
    { type: 'separator' },
    { role: 'close' },
    ...(process.platform === 'darwin' ? [] : [{ role: 'quit' } satisfies MenuItemConstructorOptions]),
  ]
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const debug: MenuItemConstructorOptions[] = isPackaged ? [] : [{ role: 'reload' }, { role: 'toggleDevTools' }]
  return menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    { role: 'fileMenu', submenu: file },
    { role: 'editMenu' },
    { role: 'viewMenu', submenu: [...view, ...debug] },
    { role: 'windowMenu' },
  ])
}
