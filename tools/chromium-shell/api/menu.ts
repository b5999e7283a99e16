import { windows } from '../windows.ts'
import type { Shortcut } from '../world/isolated-world.ts'
import { parseAccelerator } from './accelerator.ts'
import { app } from './app.ts'
import type { BrowserWindow } from './browser-window.ts'

/** The options of an item that mean something here. */
export interface MenuItemConstructorOptions
  extends Pick<
    Electron.MenuItemConstructorOptions,
    | 'id'
    | 'label'
    | 'type'
    | 'role'
    | 'accelerator'
    | 'enabled'
    | 'visible'
    | 'checked'
    | 'registerAccelerator'
    | 'toolTip'
    | 'sublabel'
  > {
  click?: (item: MenuItem, window: BrowserWindow | undefined, event: Electron.KeyboardEvent) => void
  submenu?: (MenuItemConstructorOptions | MenuItem)[] | Menu
}

type Role = NonNullable<MenuItemConstructorOptions['role']>
type RoleAction = (window: BrowserWindow) => void

const zoomBy = (step: number) => (window: BrowserWindow) =>
  window.webContents.setZoomLevel(window.webContents.getZoomLevel() + step)

/** Roles that Chromium's own keys do not already serve, with Electron's keys. */
const ROLES: Partial<Record<Role, { accelerator?: string; action: RoleAction }>> = {
  quit: { accelerator: 'CmdOrCtrl+Q', action: () => app.quit() },
  close: { accelerator: 'CmdOrCtrl+W', action: (window) => window.close() },
  minimize: { accelerator: 'CmdOrCtrl+M', action: (window) => window.minimize() },
  reload: { accelerator: 'CmdOrCtrl+R', action: (window) => window.reload() },
  forceReload: { accelerator: 'Shift+CmdOrCtrl+R', action: (window) => window.reload() },
  toggleDevTools: { accelerator: 'Ctrl+Shift+I', action: (window) => window.webContents.openDevTools() },
  resetZoom: { accelerator: 'CmdOrCtrl+0', action: (window) => window.webContents.setZoomFactor(1) },
  zoomIn: { accelerator: 'CmdOrCtrl+Plus', action: zoomBy(0.5) },
  zoomOut: { accelerator: 'CmdOrCtrl+-', action: zoomBy(-0.5) },
  togglefullscreen: { accelerator: 'F11', action: (window) => window.setFullScreen(!window.isFullScreen()) },
}

let lastId = 0

/** One item of a menu. */
export class MenuItem {
  readonly commandId = ++lastId
  id: string
  label: string
  type: NonNullable<MenuItemConstructorOptions['type']>
  accelerator: string | null
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly role: Role | undefined
  readonly submenu: Menu | undefined
  readonly registerAccelerator: boolean
  readonly #click: MenuItemConstructorOptions['click']

  constructor(options: MenuItemConstructorOptions) {
    const { submenu } = options
    this.id = options.id ?? ''
    this.role = options.role
    this.label = options.label ?? options.role ?? ''
    this.type = options.type ?? (submenu ? 'submenu' : 'normal')
    this.accelerator = options.accelerator ?? (options.role && ROLES[options.role]?.accelerator) ?? null
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.registerAccelerator = options.registerAccelerator ?? true
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu
    this.#click = options.click
  }

  /** What a click does: nothing for a disabled item. */
  click(window = windows.all().find((candidate) => candidate.isFocused())): void {
    if (!this.enabled) return
    if (this.type === 'checkbox') this.checked = !this.checked
    const role = this.role && ROLES[this.role]
    if (role && window) role.action(window)
    else if (role && this.role === 'quit') app.quit()
    else this.#click?.(this, window, {})
  }
}

/** `Menu`: kept, not drawn. Its accelerators work, and `Menu.click(id)` presses an item in tests. */
export class Menu {
  static #application: Menu | null = null
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
    for (const window of windows.all()) window.webContents.setShortcuts(shortcutsOfMenu())
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  /** For tests: presses the item of the application menu with this id. Throws when there is none. */
  static click(id: string): void {
    const item = Menu.#application?.getMenuItemById(id)
    if (!item) throw new Error(`There is no menu item '${id}'`)
    item.click()
  }

  append(item: MenuItem): void {
    this.items.push(item)
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    return this.all().find((item) => item.id === id) ?? null
  }

  /** A context menu is not drawn: it is kept as `chromiumShell.popup` until the next one. */
  popup(): void {
    Menu.lastPopup = this
  }

  closePopup(): void {
    Menu.lastPopup = undefined
  }

  static lastPopup: Menu | undefined

  /** Every item, those of submenus included. */
  all(): MenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.all() ?? [])])
  }
}

/** For the shell: the accelerators of the application menu. */
export function shortcutsOfMenu(): Shortcut[] {
  const items = Menu.getApplicationMenu()?.all() ?? []
  return items
    .filter((item) => item.accelerator && item.registerAccelerator && item.enabled)
    .map((item) => ({ id: item.commandId, ...parseAccelerator(item.accelerator as string) }))
}

/** For the shell: a page has reported an accelerator. */
export function pressMenuShortcut(commandId: number, window: BrowserWindow): void {
  Menu.getApplicationMenu()
    ?.all()
    .find((item) => item.commandId === commandId)
    ?.click(window)
}
