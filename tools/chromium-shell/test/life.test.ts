import { spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sweepProfiles } from '../profile.ts'
import type { ShellElectron } from './fixture-types.ts'
import { eventually, FIXTURE, type Fixture, launchFixture, newUserData, noBrowser, SHELL } from './harness.ts'

const profilesOf = (pid: number | undefined) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`mumaris-shell-${pid}-`))

/** Runs the launcher without Playwright until it ends. */
async function run(userData: string, onStart?: (child: ReturnType<typeof spawn>) => void) {
  const child = spawn(SHELL, [FIXTURE, `--user-data-dir=${userData}`, '--second'], {
    shell: process.platform === 'win32',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  onStart?.(child)
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  )
  return { pid: child.pid, code, signal, output }
}

describe.skipIf(noBrowser)(
  'the life of the application (skipped where there is no Chromium)',
  { timeout: 60_000 },
  () => {
    let fixture: Fixture | undefined
    afterEach(async () => {
      await fixture?.close()
      fixture = undefined
    })

    it('quits in Electron’s order when the last window closes, ends Chromium and removes its profile', async () => {
      fixture = await launchFixture()
      const { app, page } = fixture
      const pid = app.process().pid
      expect(profilesOf(pid)).toHaveLength(1)
      const ended = new Promise((resolve) => app.process().once('exit', resolve))
      await page.close()
      expect(await ended).toBe(0)
      expect(fixture.output()).toContain(
        'ORDER will-finish-launching,ready,window-all-closed,before-quit,will-quit,quit',
      )
      expect(profilesOf(pid)).toHaveLength(0)
      rmSync(fixture.userData, { recursive: true })
      fixture = undefined
    })

    it('lets a listener keep a window open, and quits when it gives way', async () => {
      fixture = await launchFixture()
      const states = await fixture.app.evaluate(async ({ app, BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows()[0]
        let keep = true
        window?.on('close', (event) => {
          if (keep) event.preventDefault()
        })
        window?.close()
        app.quit()
        await new Promise((resolve) => setTimeout(resolve, 100))
        const kept = BrowserWindow.getAllWindows().length
        keep = false
        return { kept, order: fixtureState.order }
      })
      expect(states).toEqual({ kept: 1, order: ['will-finish-launching', 'ready', 'before-quit'] })
    })

    it('tells the first instance about the second, which starts no browser', async () => {
      fixture = await launchFixture()
      const second = await run(fixture.userData)
      expect(second).toMatchObject({ code: 0, output: expect.stringContaining('SECOND') })
      expect(second.output).toContain('ORDER before-quit,will-quit,quit')
      const told = () => fixture?.app.evaluate(() => fixtureState.second)
      await eventually(told).toMatchObject([{ argv: expect.arrayContaining(['--second']), data: { from: 'fixture' } }])
    })

    it.skipIf(process.platform === 'win32')(
      'cleans up when it is told to end, and after it was killed outright',
      async () => {
        const userData = newUserData()
        // "instance.lock" is written before the browser starts, "DevTools…" is not there without a debugger: wait for a window
        const whenOpen = (child: ReturnType<typeof spawn>, action: () => void) => {
          const timer = setInterval(() => {
            if (profilesOf(child.pid).length === 0) return
            clearInterval(timer)
            setTimeout(action, 300)
          }, 20)
        }
        const killed = await run(userData, (child) => whenOpen(child, () => child.kill('SIGKILL')))
        expect(killed.signal).toBe('SIGKILL')
        const [profile] = profilesOf(killed.pid)
        // Chromium notices by itself that its shell is gone
        const lock = join(tmpdir(), profile ?? '', 'SingletonLock')
        await eventually(() => lstatSync(lock, { throwIfNoEntry: false })).toBeUndefined()
        // the next start takes the dead one's lock and sweeps its profile
        const ended = await run(userData, (child) => whenOpen(child, () => child.kill('SIGTERM')))
        expect(ended).toMatchObject({ code: 0, output: expect.stringContaining('quit') })
        expect(profilesOf(ended.pid)).toEqual([])
        // its last writes may have come after that sweep
        await eventually(() => {
          sweepProfiles()
          return profilesOf(killed.pid)
        }).toEqual([])
        expect(existsSync(`${userData}/instance.lock`)).toBe(false)
        rmSync(userData, { recursive: true })
      },
    )
  },
)

it('warns whoever starts it with insecure storage, and nobody else', () => {
  const warning = (allowed: string) => {
    const args = ['--import', join(import.meta.dirname, '..', 'register.ts'), '--input-type=module', '-e']
    const env = { ...process.env, MUMARIS_SHELL_ALLOW_INSECURE_STORAGE: allowed }
    return spawnSync(process.execPath, [...args, "import 'electron'; process.exit()"], {
      encoding: 'utf8',
      env,
      timeout: 20_000,
    }).stderr
  }
  expect(warning('1')).toContain('secrets are NOT protected')
  expect(warning('0')).not.toContain('NOT protected')
})

describe.skipIf(noBrowser)(
  'what the desktop would do (skipped where there is no Chromium)',
  { timeout: 30_000 },
  () => {
    let fixture: Fixture
    beforeAll(
      async () => void (fixture = await launchFixture({ env: { MUMARIS_SHELL_ALLOW_INSECURE_STORAGE: '1' } })),
      60_000,
    )
    afterAll(() => fixture.close(), 30_000)

    it('gives one object to every kind of import', async () => {
      expect(
        await fixture.app.evaluate((electron) => {
          const { app } = fixtureState.required as typeof electron
          return [fixtureState.required === electron, app === electron.app, 'ipcRenderer' in electron]
        }),
      ).toEqual([true, true, false])
    })

    it('knows the application by its package, and its paths', async () => {
      const facts = await fixture.app.evaluate(({ app }) => ({
        name: app.getName(),
        version: app.getVersion(),
        packaged: app.isPackaged,
        ready: app.isReady(),
        userData: app.getPath('userData'),
        electron: process.versions.electron,
        type: process.type,
      }))
      expect(facts).toMatchObject({
        name: 'Shell Fixture',
        version: '1.2.3',
        packaged: false,
        ready: true,
        type: 'browser',
      })
      expect(facts.userData).toBe(fixture.userData)
      expect(facts.electron).toMatch(/^\d+\./)
    })

    it('answers dialogs from the script, and throws at once where nothing is scripted', async () => {
      const outcome = await fixture.app.evaluate(async (electron) => {
        const { dialog, chromiumShell } = electron as unknown as ShellElectron
        const unanswered = await dialog.showOpenDialog({ title: 'a' }).catch((error: Error) => error.message)
        chromiumShell.dialogs.answer('showOpenDialog', { filePaths: ['/x.pdf'] })
        const open = await dialog.showOpenDialog({ title: 'b' })
        chromiumShell.dialogs.answer('showMessageBox', { response: 1 })
        const box = await dialog.showMessageBox({ message: 'c' })
        return { unanswered, open, response: box.response, shown: chromiumShell.dialogs.shown().length }
      })
      expect(outcome.unanswered).toBe('No answer is scripted for dialog.showOpenDialog({"title":"a"})')
      expect(outcome.open).toMatchObject({ canceled: false, filePaths: ['/x.pdf'] })
      expect(outcome).toMatchObject({ response: 1, shown: 3 })
    })

    it('records what goes to the desktop', async () => {
      const record = await fixture.app.evaluate(async (electron) => {
        const { shell, Notification, clipboard, chromiumShell } = electron as unknown as ShellElectron
        await shell.openExternal('https://example.org/')
        new Notification({ title: 't', body: 'b' }).show()
        await clipboard.writeText('نص')
        return [chromiumShell.desktop.opened(), chromiumShell.desktop.notifications(), await clipboard.readText()]
      })
      expect(record).toEqual([['https://example.org/'], [{ title: 't', body: 'b' }], 'نص'])
    })

    it('keeps secrets only by its loud switch, and never claims protection', async () => {
      const facts = await fixture.app.evaluate(async ({ safeStorage }) => {
        const sealed = await Promise.all(['secret', 'سر'].map((text) => safeStorage.encryptStringAsync(text)))
        const opened = await Promise.all(sealed.map((bytes) => safeStorage.decryptStringAsync(bytes)))
        const [changed] = sealed.map((bytes) => Buffer.from(bytes.map((byte) => byte ^ 1)))
        const spoilt = await safeStorage.decryptStringAsync(changed as Buffer).catch((error: Error) => error.name)
        const allowed = await safeStorage.isAsyncEncryptionAvailable()
        delete process.env['MUMARIS_SHELL_ALLOW_INSECURE_STORAGE']
        const refused = await safeStorage.encryptStringAsync('x').catch((error: Error) => error.message)
        const without = await safeStorage.isAsyncEncryptionAvailable()
        const backend = safeStorage.getSelectedStorageBackend()
        const old = ['encryptString', 'decryptString', 'isEncryptionAvailable'].filter((name) => name in safeStorage)
        return { plain: sealed[0]?.includes('secret'), opened, spoilt, allowed, without, refused, backend, old }
      })
      expect(facts).toEqual({
        plain: false,
        opened: ['secret', 'سر'].map((result) => ({ result, shouldReEncrypt: false })),
        spoilt: 'Error',
        allowed: true,
        without: false,
        refused: expect.stringContaining('not available'),
        backend: 'basic_text',
        old: [],
      })
    })

    it('presses menu items by their key, wherever the layout puts the letter, unless the page takes the key', async () => {
      await fixture.app.evaluate(({ Menu }) => {
        const pressed: string[] = []
        Object.assign(globalThis, { pressed })
        const item = (id: string, accelerator?: string) => ({
          id,
          label: id,
          ...(accelerator && { accelerator }),
          click: () => void pressed.push(id),
        })
        const submenu = [item('print', 'Ctrl+P'), item('find', 'Ctrl+F'), item('about')]
        Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'file', submenu }]))
        ;(Menu as unknown as { click(id: string): void }).click('about')
      })
      await fixture.page.evaluate(() => {
        addEventListener('keydown', (event) => {
          if (event.code === 'KeyF') event.preventDefault()
        })
      })
      const cdp = await fixture.page.context().newCDPSession(fixture.page)
      const press = (key: string, code: string) =>
        cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, modifiers: 2, windowsVirtualKeyCode: 0 })
      const pressed = () => fixture.app.evaluate(() => (globalThis as unknown as { pressed: string[] }).pressed)
      // The page hears of a new menu a moment later: a key until then is none of the menu's.
      await eventually(async () => {
        await press('ح', 'KeyP')
        return pressed()
      }).toContain('print')
      await press('ب', 'KeyF')
      const before = (await pressed()).length
      await press('ح', 'KeyP')
      await eventually(async () => (await pressed()).length).toBeGreaterThan(before)
      expect(new Set(await pressed())).toEqual(new Set(['about', 'print']))
    })

    it('keeps the place and the state of a window', async () => {
      const facts = await fixture.app.evaluate(async ({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows()[0] as Electron.BrowserWindow
        const heard: string[] = []
        window.on('maximize', () => heard.push('maximize'))
        window.on('unmaximize', () => heard.push('unmaximize'))
        window.on('resize', () => heard.push('resize'))
        const first = window.getBounds()
        window.setBounds({ width: 1000, height: 700 })
        await new Promise((resolve) => setTimeout(resolve, 300))
        const second = window.getBounds()
        window.maximize()
        const maximized = window.isMaximized()
        const normal = window.getNormalBounds()
        window.unmaximize()
        return { first, second, maximized, normal, after: window.isMaximized(), heard: [...new Set(heard)] }
      })
      expect(facts.first).toMatchObject({ width: 900, height: 600 })
      expect(facts.second).toMatchObject({ width: 1000, height: 700 })
      expect(facts).toMatchObject({ maximized: true, normal: { width: 1000, height: 700 }, after: false })
      expect(facts.heard).toEqual(['resize', 'maximize', 'unmaximize'])
    })
  },
)
