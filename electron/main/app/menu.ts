import type { Menu, MenuItemConstructorOptions } from 'electron'

/**
 * The application menu: roles only, so that the operating system names them in its own language. No reload and no
 * developer tools in a packed application.
 */
export function buildMenu(menu: typeof Menu, isPackaged: boolean): Menu {
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
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'viewMenu', submenu: [...view, ...debug] },
    { role: 'windowMenu' },
  ])
}
