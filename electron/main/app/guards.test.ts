import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { denyDownloads, isOwnPage } from './guards.ts'

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
