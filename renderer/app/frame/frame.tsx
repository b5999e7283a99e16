import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { cx } from '#renderer/lib/cx.ts'
import type { Hotkey } from '#renderer/lib/hotkeys.ts'
import { usePreferences } from '#renderer/lib/preferences.tsx'
import { useHotkeyRegistry, useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import type { Role } from '#shared/domain/clerks/clerk.ts'
import classes from './frame.module.css'
import { Header, type HeaderSlots } from './header.tsx'
import { KeysOverlay } from './keys-overlay.tsx'
import { Navigation, type NavigationCounts, type SavedView } from './navigation.tsx'
import { type Place, placesOf } from './places.ts'

/** What the frame shows; live parts come through the slots, so that the frame itself knows no data. */
export interface FrameProps extends HeaderSlots {
  /** Dense work (review): the navigation becomes a rail of glyphs. */
  rail: boolean
  counts: NavigationCounts
  views: readonly SavedView[]
  /** Of the clerk at the screen: some places are not for everybody. */
  role: Role | undefined
  goTo: (place: Place) => void
  children: ReactNode
}

/** The window: header, navigation, and one sheet. */
export function Frame({ rail, counts, views, role, goTo, children, ...slots }: FrameProps) {
  const { t, language } = useText()
  const { preferences, change } = usePreferences()
  const registry = useHotkeyRegistry()
  // Small windows and large zooms leave no room for words in the navigation.
  const narrow = useMediaQuery('(max-width: 1000px)', false, { getInitialValueInEffect: false })
  const asRail = rail || narrow === true
  const [keysShown, setKeysShown] = useState<readonly Hotkey[]>()
  const dark = document.documentElement.dataset.mantineColorScheme === 'dark'
  useHotkeys([
    { keys: 'mod+KeyK', label: t('frame.openSearch'), layer: 'window', run: slots.onSearch },
    { keys: 'shift+Slash', label: t('frame.showKeys'), layer: 'window', run: () => setKeysShown(registry.list()) },
    ...placesOf(role).map(({ id, keys }) => ({
      keys,
      label: t('frame.goTo', { place: t(`frame.${id}`) }),
      layer: 'window' as const,
      run: () => goTo(id),
    })),
    {
      keys: 'alt+KeyL',
      label: t('frame.switchLanguage'),
      layer: 'window',
      run: () => change({ language: language === 'ar' ? 'en' : 'ar' }),
    },
    {
      keys: 'alt+KeyD',
      label: t('frame.switchTheme'),
      layer: 'window',
      run: () =>
        change({ theme: preferences.theme === 'dark' || (preferences.theme === 'auto' && dark) ? 'light' : 'dark' }),
    },
  ])
  return (
    <div className={cx(classes.frame, asRail && classes.rail)}>
      <a className={classes.skip} href="#content" onClick={focusContent}>
        {t('frame.skipToContent')}
      </a>
      <Header {...slots} rail={asRail} />
      <Navigation rail={asRail} counts={counts} views={views} role={role} />
      <main id="content" tabIndex={-1} className={classes.sheet}>
        {children}
      </main>
      <KeysOverlay hotkeys={keysShown} onClose={() => setKeysShown(undefined)} />
    </div>
  )
}

/** The address's hash is the router's, so the skip link moves focus by hand. */
function focusContent(event: { preventDefault: () => void }) {
  event.preventDefault()
  document.getElementById('content')?.focus()
}
