import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { denyDownloads, denyPermissions, guardEveryPage, isOwnPage } from './guards.ts'

test('only pages of our own scheme and host are ours', () => {
  expect(isOwnPage('app://desk')).toBe(true)
  expect(isOwnPage('app://desk/index.html#/requests')).toBe(true)
  for (const url of ['app://desk.evil/', 'app://deskx/', 'https://desk/', 'file:///desk', 'about:blank', '']) {
    expect(isOwnPage(url), url).toBe(false)
  }
})

test('a page’s download is stopped, and the log hears where it came from but nothing of what it held', () => {
  const session = new EventEmitter()
  const lines: unknown[] = []
  denyDownloads(session as never, { warn: (event, fields) => void lines.push([event, fields]) })
  let prevented = false
  const item = { getURL: () => 'data:text/plain,1012345678', getInitiatorOrigin: () => 'app://desk' }
  session.emit('will-download', { preventDefault: () => (prevented = true) }, item)
  expect(prevented).toBe(true)
  expect(lines).toEqual([['download-refused', { scheme: 'data', from: 'app://desk' }]])
})

test('no page goes elsewhere, opens a window or holds another page, whichever was made', () => {
  const app = new EventEmitter()
  guardEveryPage(app as never)
  let open: (() => unknown) | undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: () => unknown) => {
      open = handler
    },
  })
  app.emit('web-contents-created', {}, contents)
  const isStopped = (name: string, url: string): boolean => {
    let stopped = false
    contents.emit(name, { url, preventDefault: () => (stopped = true) })
    return stopped
  }
  for (const name of ['will-navigate', 'will-redirect']) {
    expect(isStopped(name, 'https://elsewhere.example/')).toBe(true)
    expect(isStopped(name, 'file:///etc/passwd')).toBe(true)
    expect(isStopped(name, 'app://desk/index.html#/requests')).toBe(false)
  }
  expect(isStopped('will-attach-webview', 'app://desk/index.html')).toBe(true)
  expect(open?.()).toEqual({ action: 'deny' })
})

test('whatever permission a page asks for, the answer is no', () => {
  let request: ((contents: unknown, permission: string, answer: (granted: boolean) => void) => void) | undefined
  let check: (() => boolean) | undefined
  denyPermissions({
    setPermissionRequestHandler: (handler: typeof request) => (request = handler),
    setPermissionCheckHandler: (handler: typeof check) => (check = handler),
  } as never)
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem']) {
    let granted: boolean | undefined
    request?.({}, permission, (answer) => (granted = answer))
    expect(granted, permission).toBe(false)
  }
  expect(check?.()).toBe(false)
})
