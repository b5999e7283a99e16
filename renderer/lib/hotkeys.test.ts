import { describe, expect, it } from 'vitest'
import {
  ariaKeys,
  createHotkeyRegistry,
  decisionRestMs,
  type Hotkey,
  type KeyPress,
  keyCaps,
  parseCombo,
} from './hotkeys.ts'

/** An element that only answers `closest` for the selectors that name its tag. */
function target(tag: string): EventTarget {
  return {
    closest: (selector: string) =>
      selector.split(',').some((part) => part.trim().replace(/[[:].*/, '') === tag) ? {} : null,
  } as unknown as EventTarget
}

function press(code: string, more: Partial<KeyPress> = {}): KeyPress {
  return {
    code,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    repeat: false,
    isComposing: false,
    target: target('body'),
    preventDefault: () => undefined,
    ...more,
  }
}

function setup(mac = false) {
  let time = 0
  const ran: string[] = []
  const registry = createHotkeyRegistry({ mac, now: () => time })
  const key = (keys: string, name: string, more: Partial<Hotkey> = {}): Hotkey => ({
    keys,
    label: name,
    run: () => ran.push(name),
    ...more,
  })
  return { registry, ran, key, pass: (milliseconds: number) => (time += milliseconds) }
}

describe('the registry', () => {
  it('answers to the physical key, whatever letter the layout gives', () => {
    const { registry, ran, key } = setup()
    registry.add([key('KeyA', 'approve')])
    expect(registry.handle(press('KeyA'))).toBe(true)
    expect(registry.handle(press('KeyQ'))).toBe(false)
    expect(ran).toEqual(['approve'])
  })

  it('wants exactly the modifiers named, Command on a Mac', () => {
    const { registry, ran, key } = setup()
    registry.add([key('mod+KeyK', 'search')])
    registry.handle(press('KeyK'))
    registry.handle(press('KeyK', { metaKey: true }))
    registry.handle(press('KeyK', { ctrlKey: true, shiftKey: true }))
    expect(ran).toEqual([])
    registry.handle(press('KeyK', { ctrlKey: true }))
    const mac = setup(true)
    mac.registry.add([mac.key('mod+KeyK', 'search')])
    mac.registry.handle(press('KeyK', { metaKey: true }))
    expect([...ran, ...mac.ran]).toEqual(['search', 'search'])
  })

  it('keeps silent while the clerk writes, except for combinations and keys that say so', () => {
    const { registry, ran, key } = setup()
    registry.add([key('KeyA', 'approve'), key('mod+KeyK', 'search'), key('Escape', 'close')])
    registry.handle(press('KeyA', { target: target('textarea') }))
    registry.handle(press('KeyK', { target: target('textarea'), ctrlKey: true }))
    registry.handle(press('Escape', { target: target('textarea') }))
    registry.handle(press('KeyA', { isComposing: true }))
    expect(ran).toEqual(['search', 'close'])
  })

  it('leaves Enter to a focused button', () => {
    const { registry, ran, key } = setup()
    registry.add([key('Enter', 'open')])
    expect(registry.handle(press('Enter', { target: target('button') }))).toBe(false)
    registry.handle(press('Enter'))
    expect(ran).toEqual(['open'])
  })

  it('never decides by key repeat or right after a decision', () => {
    const { registry, ran, key, pass } = setup()
    registry.add([key('KeyA', 'approve', { decision: true }), key('KeyN', 'next')])
    registry.handle(press('KeyA', { repeat: true }))
    expect(ran).toEqual([])
    registry.restDecisions()
    pass(decisionRestMs - 1)
    expect(registry.handle(press('KeyA'))).toBe(true)
    registry.handle(press('KeyN'))
    expect(ran).toEqual(['next'])
    pass(1)
    registry.handle(press('KeyA'))
    expect(ran).toEqual(['next', 'approve'])
  })

  it('puts the page to sleep under an overlay, and wakes it after', () => {
    const { registry, ran, key } = setup()
    registry.add([key('KeyJ', 'next'), key('mod+KeyK', 'search', { layer: 'window' })])
    const close = registry.add([key('Escape', 'close', { layer: 'overlay' })])
    expect(registry.handle(press('KeyJ'))).toBe(false)
    registry.handle(press('KeyK', { ctrlKey: true }))
    close()
    registry.handle(press('KeyJ'))
    expect(ran).toEqual(['search', 'next'])
  })

  it('never lets a decision fall through a dialog', () => {
    const { registry, ran, key } = setup()
    registry.add([key('KeyA', 'approve', { decision: true }), key('alt+Digit1', 'members', { layer: 'window' })])
    const inside = {
      closest: (selector: string) => (selector.includes('dialog') ? {} : null),
    } as unknown as EventTarget
    expect(registry.handle(press('KeyA', { target: inside }))).toBe(false)
    registry.handle(press('Digit1', { altKey: true, target: inside }))
    expect(ran).toEqual(['members'])
  })

  it('lets the newest of equal keys answer, and lists it alone', () => {
    const { registry, ran, key } = setup()
    registry.add([key('KeyN', 'old'), key('KeyX', 'hidden', { hidden: true })])
    registry.add([key('KeyN', 'new')])
    registry.handle(press('KeyN'))
    expect(ran).toEqual(['new'])
    expect(registry.list().map((hotkey) => hotkey.label)).toEqual(['new'])
  })

  it('switches keys without a modifier off', () => {
    const { registry, ran, key } = setup()
    registry.add([
      key('KeyA', 'approve'),
      key('shift+Slash', 'keys'),
      key('alt+Digit1', 'members'),
      key('Escape', 'close'),
    ])
    registry.setSingleKeys(false)
    for (const event of [press('KeyA'), press('Slash', { shiftKey: true })]) expect(registry.handle(event)).toBe(false)
    registry.handle(press('Digit1', { altKey: true }))
    registry.handle(press('Escape'))
    expect(ran).toEqual(['members', 'close'])
  })
})

describe('names of keys', () => {
  it('shows the caps in the order they are pressed', () => {
    expect(keyCaps('mod+KeyK')).toEqual(['Ctrl', 'K'])
    expect(keyCaps('mod+shift+KeyA', true)).toEqual(['⌘', '⇧', 'A'])
    expect(keyCaps('shift+Slash')).toEqual(['?'])
    expect(keyCaps('BracketLeft')).toEqual(['['])
  })

  it('names them for screen readers', () => {
    expect(ariaKeys('mod+KeyK')).toBe('Control+K')
    expect(ariaKeys('shift+Slash')).toBe('?')
  })

  it('refuses an unknown modifier', () => {
    expect(() => parseCombo('ctrl+KeyK')).toThrow('Not a key combination')
  })
})
