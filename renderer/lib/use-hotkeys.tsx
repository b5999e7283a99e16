import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createHotkeyRegistry, type Hotkey, type HotkeyRegistry } from './hotkeys.ts'
import { usePreferences } from './preferences.tsx'

const HotkeysContext = createContext<HotkeyRegistry | undefined>(undefined)

/** Whether this machine's main modifier is Command. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** Listens to the window's keys for everything below it. */
export function HotkeysProvider(props: { children: ReactNode }) {
  const [registry] = useState(() => createHotkeyRegistry({ mac: isMac, now: () => performance.now() }))
  const { singleKeys } = usePreferences().preferences
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) registry.handle(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [registry])
  useEffect(() => registry.setSingleKeys(singleKeys), [registry, singleKeys])
  return <HotkeysContext.Provider value={registry}>{props.children}</HotkeysContext.Provider>
}

/** The window's registry: `restDecisions()` after a decision, `list()` for the overlay of keys. */
export function useHotkeyRegistry(): HotkeyRegistry {
  const registry = useContext(HotkeysContext)
  if (registry === undefined) throw new Error('useHotkeys needs HotkeysProvider above it')
  return registry
}

/**
 * Binds keys while the component is mounted. The list may be made anew at each render: only a change of keys, labels or
 * flags registers again, and actions always see the newest render.
 */
export function useHotkeys(hotkeys: readonly Hotkey[]): void {
  const registry = useHotkeyRegistry()
  const newest = useRef(hotkeys)
  useLayoutEffect(() => {
    newest.current = hotkeys
  })
  const shape = JSON.stringify(hotkeys, (_key, value: unknown) => (typeof value === 'function' ? undefined : value))
  // `shape` stands for everything but the functions.
  useEffect(
    () =>
      registry.add(
        newest.current.map((hotkey, index) => ({ ...hotkey, run: (press) => newest.current[index]?.run(press) })),
      ),
    [registry, shape],
  )
}
