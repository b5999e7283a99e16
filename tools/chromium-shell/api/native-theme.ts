import type { Session } from '../cdp.ts'
import { emitterOf } from '../emitter.ts'

type NativeThemeSlice = Pick<
  Electron.NativeTheme,
  'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors' | 'inForcedColorsMode'
>

const sessions = new Set<Session>()

class NativeTheme extends emitterOf<{ updated: [] }>() implements NativeThemeSlice {
  #source: NativeThemeSlice['themeSource'] = 'system'
  /** What the operating system would say; tests may set it through `chromiumShell`. */
  systemIsDark = false
  readonly shouldUseHighContrastColors = false
  readonly inForcedColorsMode = false

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.systemIsDark : this.#source === 'dark'
  }

  get themeSource(): NativeThemeSlice['themeSource'] {
    return this.#source
  }

  set themeSource(source: NativeThemeSlice['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source)) throw new Error(`'${source}' is not a theme source`)
    if (source === this.#source) return
    this.#source = source
    for (const session of sessions) void apply(session)
    this.emit('updated')
  }
}

/** `nativeTheme`: every page's `prefers-color-scheme` follows it. */
export const nativeTheme = new NativeTheme()

async function apply(session: Session): Promise<void> {
  const value = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
  const features = [{ name: 'prefers-color-scheme', value }]
  await session.send('Emulation.setEmulatedMedia', { features }).catch(() => sessions.delete(session))
}

/** Makes a page follow the theme, for as long as it lives. */
export async function emulateTheme(session: Session): Promise<void> {
  sessions.add(session)
  // "system" needs no word; a debugging client may have set a scheme of its own
  if (nativeTheme.themeSource !== 'system') await apply(session)
}
