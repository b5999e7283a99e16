import { DirectionContext, MantineProvider } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useLayoutEffect, useMemo, useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { useSession } from '#renderer/features/session/use-session.ts'
import { createDeskQueryClient } from '#renderer/lib/desk-queries.ts'
import { ExportsProvider } from '#renderer/lib/exports.tsx'
import { createI18n } from '#renderer/lib/i18n.ts'
import { type Preferences, PreferencesProvider, usePreferences } from '#renderer/lib/preferences.tsx'
import { HotkeysProvider } from '#renderer/lib/use-hotkeys.tsx'
import { ToastProvider } from '#renderer/ui/toasts.tsx'
import { directionOf } from '#shared/i18n/language.ts'
import { cssVariablesResolver, readStyleNonce, theme } from './theme/theme.ts'

/** Language, direction and theme of the page, following the clerk's preferences without a restart. */
function Appearance(props: { children: ReactNode }) {
  const { preferences, change } = usePreferences()
  const { language, digits, theme: scheme } = preferences
  const systemDark = useMediaQuery('(prefers-color-scheme: dark)', false, { getInitialValueInEffect: false })
  // A new translator at each language and choice of digits, so that all words are drawn anew.
  const i18n = useMemo(() => createI18n(language, () => digits), [language, digits])
  const direction = directionOf(language)
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = direction
    document.title = i18n.t('frame.appName')
  }, [language, direction, i18n])
  const directionValue = useMemo(() => {
    const set = (dir: 'rtl' | 'ltr') => change({ language: dir === 'rtl' ? 'ar' : 'en' })
    return { dir: direction, setDirection: set, toggleDirection: () => set(direction === 'rtl' ? 'ltr' : 'rtl') }
  }, [direction, change])
  const dark = scheme === 'dark' || (scheme === 'auto' && systemDark === true)
  return (
    <I18nextProvider i18n={i18n}>
      <DirectionContext.Provider value={directionValue}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          forceColorScheme={dark ? 'dark' : 'light'}
          getStyleNonce={readStyleNonce}
        >
          {props.children}
        </MantineProvider>
      </DirectionContext.Provider>
    </I18nextProvider>
  )
}

/** What belongs to the clerk at the screen: toasts and exports. */
function OfClerk(props: { children: ReactNode }) {
  const owner = useSession().data?.clerk?.id
  return (
    <ToastProvider owner={owner}>
      <ExportsProvider owner={owner}>{props.children}</ExportsProvider>
    </ToastProvider>
  )
}

/** Everything a screen needs above it: preferences, words, theme, keys, queries, toasts. */
export function Providers(props: { initial?: Partial<Preferences>; children: ReactNode }) {
  const [queryClient] = useState(createDeskQueryClient)
  return (
    <PreferencesProvider {...(props.initial === undefined ? {} : { initial: props.initial })}>
      <Appearance>
        <QueryClientProvider client={queryClient}>
          <HotkeysProvider>
            <OfClerk>{props.children}</OfClerk>
          </HotkeysProvider>
        </QueryClientProvider>
      </Appearance>
    </PreferencesProvider>
  )
}
