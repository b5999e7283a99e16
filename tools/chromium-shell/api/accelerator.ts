import type { Shortcut } from '../world/isolated-world.ts'

const NAMED: Record<string, string> = {
  plus: 'Equal',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Delete',
  insert: 'Insert',
  return: 'Enter',
  enter: 'Enter',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  home: 'Home',
  end: 'End',
  pageup: 'PageUp',
  pagedown: 'PageDown',
  escape: 'Escape',
  esc: 'Escape',
  ',': 'Comma',
  '.': 'Period',
  '/': 'Slash',
  ';': 'Semicolon',
  "'": 'Quote',
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '\\': 'Backslash',
  '-': 'Minus',
  '=': 'Equal',
  '`': 'Backquote',
}

const codeOf = (key: string): string | undefined => {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`
  if (/^[0-9]$/.test(key)) return `Digit${key}`
  if (/^f([1-9]|1[0-9]|2[0-4])$/i.test(key)) return key.toUpperCase()
  return NAMED[key.toLowerCase()]
}

/**
 * Electron's accelerator (`CmdOrCtrl+Shift+P`) as a physical key with modifiers. Physical, so that it works while an
 * Arabic layout is on. Throws for a text that is no accelerator.
 */
export function parseAccelerator(
  accelerator: string,
  platform: NodeJS.Platform = process.platform,
): Omit<Shortcut, 'id'> {
  const shortcut = { code: '', ctrl: false, alt: false, shift: false, meta: false }
  for (const part of accelerator.split('+').map((text) => text.trim())) {
    const name = part.toLowerCase()
    if (['cmdorctrl', 'commandorcontrol'].includes(name)) shortcut[platform === 'darwin' ? 'meta' : 'ctrl'] = true
    else if (name === 'ctrl' || name === 'control') shortcut.ctrl = true
    else if (name === 'alt' || name === 'option') shortcut.alt = true
    else if (name === 'shift') shortcut.shift = true
    else if (['cmd', 'command', 'super', 'meta'].includes(name)) shortcut.meta = true
    else {
      const code = codeOf(part)
      if (code === undefined || shortcut.code !== '') throw new Error(`'${accelerator}' is not an accelerator`)
      shortcut.code = code
      if (name === 'plus') shortcut.shift = true
    }
  }
  if (shortcut.code === '') throw new Error(`'${accelerator}' is not an accelerator`)
  return shortcut
}
