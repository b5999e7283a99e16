/**
 * Keyboard shortcuts by physical key (`KeyboardEvent.code`), so that they work on an Arabic layout too.
 * A combination is written `mod+KeyK`, `shift+Slash`, `KeyJ`; `mod` is Ctrl, or Command on a Mac.
 */
export type KeyCombo = string

/**
 * `window` keys always work; `page` keys (the default) sleep while an overlay is open or the focus is in a dialog;
 * `overlay` keys belong to the open one.
 */
export type HotkeyLayer = 'window' | 'page' | 'overlay'

export interface Hotkey {
  keys: KeyCombo
  /** What the key does, already in the clerk's language; shown in the overlay of keys. */
  label: string
  run: (event: KeyPress) => void
  layer?: HotkeyLayer
  /** Works while typing in a field. Combinations with `mod` and Escape do so anyway. */
  whileTyping?: boolean
  /** Ignores key repeat and sleeps for a moment after any decision (decisions must never fall on the next request). */
  decision?: boolean
  /** Left out of the overlay of keys (an alias of another one). */
  hidden?: boolean
  enabled?: boolean
}

/** The part of a keyboard event that matters here. */
export interface KeyPress {
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  repeat: boolean
  isComposing: boolean
  target: EventTarget | null
  preventDefault: () => void
}

/** How long decision keys sleep after a decision, in milliseconds. */
export const decisionRestMs = 400

interface ParsedCombo {
  code: string
  mod: boolean
  shift: boolean
  alt: boolean
}

/** Parts of a combination; throws on an unknown modifier. */
export function parseCombo(combo: KeyCombo): ParsedCombo {
  const parts = combo.split('+')
  const code = parts.pop() ?? ''
  const unknown = parts.find((part) => !['mod', 'shift', 'alt'].includes(part))
  if (unknown !== undefined || code === '') throw new Error(`Not a key combination: ${combo}`)
  return { code, mod: parts.includes('mod'), shift: parts.includes('shift'), alt: parts.includes('alt') }
}

const keyNames: Record<string, string> = {
  Enter: '↵',
  NumpadEnter: '↵',
  Space: '␣',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Equal: '=',
  Minus: '-',
}

/** Key caps of a combination, in the order they are pressed: `['Ctrl', 'K']`. Latin, because keyboards are. */
export function keyCaps(combo: KeyCombo, mac = false): string[] {
  const { code, mod, shift, alt } = parseCombo(combo)
  if (code === 'Slash') return shift ? ['?'] : ['/']
  const name = keyNames[code] ?? code.replace(/^(Key|Digit|Numpad)/, '')
  return [...(mod ? [mac ? '⌘' : 'Ctrl'] : []), ...(alt ? [mac ? '⌥' : 'Alt'] : []), ...(shift ? ['⇧'] : []), name]
}

/** `aria-keyshortcuts` value of a combination. */
export function ariaKeys(combo: KeyCombo, mac = false): string {
  const { code, mod, shift, alt } = parseCombo(combo)
  const name = code === 'Slash' && shift ? '?' : code.replace(/^(Key|Digit)/, '')
  const modifiers = [mod && (mac ? 'Meta' : 'Control'), alt && 'Alt', shift && name !== '?' && 'Shift']
  return [...modifiers.filter((part) => part !== false), name].join('+')
}

/** Whether a key press is this combination, with exactly its modifiers. */
export function matchesCombo(
  press: Omit<KeyPress, 'preventDefault' | 'target' | 'repeat'>,
  combo: KeyCombo,
  mac: boolean,
) {
  const parsed = parseCombo(combo)
  const mod = mac ? press.metaKey : press.ctrlKey
  const otherMod = mac ? press.ctrlKey : press.metaKey
  return (
    press.code === parsed.code &&
    mod === parsed.mod &&
    !otherMod &&
    press.shiftKey === parsed.shift &&
    press.altKey === parsed.alt
  )
}

/** Whether a key press lands in a place where the clerk is writing or choosing. */
export function isTyping(target: EventTarget | null): boolean {
  if (target === null || !('closest' in target)) return false
  const element = target as Element
  return (
    element.closest(
      'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true], [role=textbox], [role=listbox], [role=menu]',
    ) !== null
  )
}

/** Whether a key press lands inside a dialog: what lies under it must not answer. */
function isInDialog(target: EventTarget | null): boolean {
  return target !== null && 'closest' in target && (target as Element).closest('[role=dialog]') !== null
}

const pressesByItself = new Set(['Enter', 'NumpadEnter', 'Space'])

/** Whether the focused element answers Enter and Space by itself (a button, a link, a checkbox). */
export function answersEnter(target: EventTarget | null): boolean {
  if (target === null || !('closest' in target)) return false
  return (
    (target as Element).closest('button, a[href], summary, input, [role=menuitem], [role=option], [role=tab]') !== null
  )
}

export interface HotkeyRegistry {
  /** Adds keys until the returned function is called; of equal keys the newest answers. */
  add(hotkeys: readonly Hotkey[]): () => void
  /** Runs the key's action; true when one ran. */
  handle(press: KeyPress): boolean
  /** Keys that would answer now, newest first, without doubles and hidden ones. */
  list(): readonly Hotkey[]
  /** Puts decision keys to rest for `decisionRestMs`. */
  restDecisions(): void
  /** Switches keys without a modifier off or on. */
  setSingleKeys(on: boolean): void
  subscribe(listener: () => void): () => void
}

/** One window's shortcuts. `now` gives milliseconds that never go back. */
export function createHotkeyRegistry(options: { mac: boolean; now: () => number }): HotkeyRegistry {
  let stack: Hotkey[] = []
  let restUntil = Number.NEGATIVE_INFINITY
  let singleKeys = true
  let listed: readonly Hotkey[] | undefined
  const listeners = new Set<() => void>()
  const changed = () => {
    listed = undefined
    for (const listener of listeners) listener()
  }
  const answering = () => {
    const overlay = stack.some((hotkey) => hotkey.layer === 'overlay')
    return stack.filter((hotkey) => hotkey.enabled !== false && !(overlay && (hotkey.layer ?? 'page') === 'page'))
  }
  return {
    add(hotkeys) {
      const own = hotkeys.map((hotkey) => ({ ...hotkey }))
      stack = [...own, ...stack]
      changed()
      return () => {
        stack = stack.filter((hotkey) => !own.includes(hotkey))
        changed()
      }
    },
    handle(press) {
      if (press.isComposing) return false
      const typing = isTyping(press.target)
      const inDialog = isInDialog(press.target)
      const found = answering().find((hotkey) => {
        if (!matchesCombo(press, hotkey.keys, options.mac)) return false
        if (inDialog && (hotkey.layer ?? 'page') === 'page') return false
        const parsed = parseCombo(hotkey.keys)
        const plain = !parsed.mod && !parsed.alt && parsed.code !== 'Escape'
        if (plain && typing && hotkey.whileTyping !== true) return false
        if (pressesByItself.has(press.code) && plain && answersEnter(press.target) && hotkey.whileTyping !== true)
          return false
        return singleKeys || !/^(shift\+)?(Key|Digit|Slash|Bracket)/.test(hotkey.keys)
      })
      if (found === undefined) return false
      press.preventDefault()
      if (found.decision === true && (press.repeat || options.now() < restUntil)) return true
      found.run(press)
      return true
    },
    list() {
      if (listed === undefined) {
        const seen = new Set<string>()
        listed = answering().filter((hotkey) => {
          const first = !seen.has(hotkey.keys)
          seen.add(hotkey.keys)
          return first && hotkey.hidden !== true
        })
      }
      return listed
    },
    restDecisions() {
      restUntil = options.now() + decisionRestMs
    },
    setSingleKeys(on) {
      singleKeys = on
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
