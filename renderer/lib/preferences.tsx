import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { z } from 'zod'

const preferencesSchema = z.object({
  language: z.enum(['ar', 'en']).catch('ar'),
  theme: z.enum(['light', 'dark', 'auto']).catch('auto'),
  digits: z.enum(['latn', 'arab']).catch('latn'),
  /** Keys without a modifier (J, K, A …) can be switched off, as WCAG 2.1.4 asks. */
  singleKeys: z.boolean().catch(true),
})

export type Preferences = z.infer<typeof preferencesSchema>

interface PreferencesValue {
  preferences: Preferences
  change: (part: Partial<Preferences>) => void
}

const storageKey = 'desk.preferences'
const PreferencesContext = createContext<PreferencesValue | undefined>(undefined)

/** Reads stored preferences; anything unreadable becomes its default. */
export function parsePreferences(stored: string | null): Preferences {
  let value: unknown = {}
  try {
    value = JSON.parse(stored ?? '{}')
  } catch {
    value = {}
  }
  return preferencesSchema.parse(typeof value === 'object' && value !== null ? value : {})
}

/**
 * Keeps the clerk's appearance choices in this profile and in step with the other windows. What `initial` sets (the
 * language of a letter) stands against them.
 */
export function PreferencesProvider(props: { initial?: Partial<Preferences>; children: ReactNode }) {
  const [preferences, setPreferences] = useState<Preferences>(() => ({
    ...parsePreferences(localStorage.getItem(storageKey)),
    ...props.initial,
  }))
  const change = useCallback((part: Partial<Preferences>) => {
    setPreferences((current) => {
      const next = { ...current, ...part }
      localStorage.setItem(storageKey, JSON.stringify(next))
      return next
    })
  }, [])
  const { initial } = props
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key === storageKey) setPreferences({ ...parsePreferences(event.newValue), ...initial })
    }
    window.addEventListener('storage', follow)
    return () => window.removeEventListener('storage', follow)
  }, [initial])
  const value = useMemo(() => ({ preferences, change }), [preferences, change])
  return <PreferencesContext.Provider value={value}>{props.children}</PreferencesContext.Provider>
}

/** The clerk's language, theme, digits and key preference, with `change` to set some of them. */
export function usePreferences(): PreferencesValue {
  const value = useContext(PreferencesContext)
  if (value === undefined) throw new Error('usePreferences needs PreferencesProvider above it')
  return value
}
