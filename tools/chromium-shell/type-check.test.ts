import { describe, expect, it } from 'vitest'
import { checkTextAgainstShell } from './type-check.ts'

const USED = `import { app, BrowserWindow, ipcMain, protocol, session, type IpcMainInvokeEvent } from 'electron'
app.on('window-all-closed', () => app.quit())
protocol.handle('app', () => new Response('x'))
ipcMain.handle('a', (event: IpcMainInvokeEvent, id: string) => [event.senderFrame?.origin, id])
session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
const window = new BrowserWindow({ width: 1, webPreferences: { sandbox: true } })
window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
window.webContents.on('will-navigate', (event, url) => void [event.preventDefault(), url])
`

const MISSING: [string, string, string][] = [
  ['an export', "import { Tray } from 'electron'\nnew Tray('x')", 'Tray'],
  ['a method', "import { app } from 'electron'\napp.setBadgeCount(1)", 'setBadgeCount'],
  ['an event', "import { app } from 'electron'\napp.on('gpu-info-update', () => {})", 'gpu-info-update'],
  ['a window option', "import { BrowserWindow } from 'electron'\nnew BrowserWindow({ frame: false })", 'frame'],
  [
    'a member of an event',
    "import { ipcMain } from 'electron'\nipcMain.on('a', (event) => (event.returnValue = 1))",
    'returnValue',
  ],
  [
    'a member behind an event',
    "import { ipcMain } from 'electron'\nipcMain.handle('a', (event) => event.sender.startDrag({ file: '', icon: '' }))",
    'startDrag',
  ],
  ['a renderer API', "import { ipcRenderer } from 'electron'\nipcRenderer.sendSync('a')", 'sendSync'],
]

describe('the second type-check', { timeout: 60_000 }, () => {
  it('accepts what the shell has', () => {
    expect(checkTextAgainstShell(USED)).toEqual({ ok: true, output: '' })
  })

  it('refuses what Electron has and the shell has not: an export, a method, an event, an option, a member', () => {
    const text = MISSING.map(
      ([, source], index) => `export function planted${index}() { ${source.split('\n')[1]} }`,
    ).join('\n')
    const names = "import { app, BrowserWindow, ipcMain, ipcRenderer, Tray } from 'electron'\n"
    const { ok, output } = checkTextAgainstShell(names + text)
    expect(ok).toBe(false)
    for (const [what, , name] of MISSING) expect(output, what).toContain(name)
    // one error for each planted line (Tray's stands in the import), and no other
    expect(output.match(/error TS/g)).toHaveLength(MISSING.length)
  })
})
