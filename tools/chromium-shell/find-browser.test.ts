import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser } from './find-browser.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'find-browser-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const install = (...path: string[]) => {
  const file = join(folder, ...path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  return file
}

describe('findBrowser', () => {
  it('takes CHROME_PATH first, and nothing else when that file does not exist', () => {
    const wanted = install('my-chrome')
    install('bin', 'chromium')
    const PATH = join(folder, 'bin')
    expect(findBrowser({ CHROME_PATH: wanted, PATH }, 'linux')).toBe(wanted)
    expect(findBrowser({ CHROME_PATH: join(folder, 'typo'), PATH }, 'linux')).toBeUndefined()
  })

  it('looks through PATH on Linux, Chromium before Chrome before Edge', () => {
    const PATH = [join(folder, 'none'), join(folder, 'bin')].join(process.platform === 'win32' ? ';' : ':')
    const edge = install('bin', 'microsoft-edge')
    expect(findBrowser({ PATH }, 'linux')).toBe(edge)
    const chromium = install('bin', 'chromium')
    expect(findBrowser({ PATH }, 'linux')).toBe(chromium)
  })

  it('knows the folders of Windows', () => {
    const join = (...parts: string[]) => parts.join('/')
    const chrome = install('Google\\Chrome\\Application\\chrome.exe')
    expect(findBrowser({ LOCALAPPDATA: join(folder) }, 'win32')).toBe(chrome)
  })
})
