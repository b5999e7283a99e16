import { describe, expect, it } from 'vitest'
import { parseAccelerator } from './accelerator.ts'

describe('accelerators', () => {
  it.each([
    ['CmdOrCtrl+K', { code: 'KeyK', ctrl: true }],
    ['Shift+CmdOrCtrl+P', { code: 'KeyP', ctrl: true, shift: true }],
    ['Alt+F4', { code: 'F4', alt: true }],
    ['Ctrl+,', { code: 'Comma', ctrl: true }],
    ['Ctrl+Plus', { code: 'Equal', ctrl: true, shift: true }],
    ['F11', { code: 'F11' }],
  ])('%s is a physical key', (text, wanted) => {
    expect(parseAccelerator(text, 'linux')).toEqual({ ctrl: false, alt: false, shift: false, meta: false, ...wanted })
  })

  it('uses the command key on macOS', () => {
    expect(parseAccelerator('CommandOrControl+1', 'darwin')).toMatchObject({ code: 'Digit1', meta: true, ctrl: false })
  })

  it.each(['', 'Ctrl', 'Ctrl+A+B', 'Ctrl+Nonsense'])('refuses %j', (text) => {
    expect(() => parseAccelerator(text)).toThrow('is not an accelerator')
  })
})
