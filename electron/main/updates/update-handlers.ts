import { BrowserWindow, dialog } from 'electron'
import type { Language } from '#shared/i18n/language.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { WindowHandlers } from '../desktop/window-calls.ts'
import type { Updates } from './updates.ts'

const packageNames: Readonly<Record<Language, string>> = {
  ar: 'حزمة تحديث ممارس ديسك',
  en: 'Mumaris Desk update package',
}

type UpdateHandlers = Pick<WindowHandlers, Extract<keyof WindowHandlers, `update.${string}`>>

/** What pages may ask of the updates. A page names no files: whoever is at the screen picks the package. */
export function updateHandlers(updates: Updates, quitToInstall: () => void): UpdateHandlers {
  return {
    'update.get': () => updates.view(),
    'update.check': () => updates.check(),
    'update.download': () => updates.download(),
    'update.cancel': () => updates.cancel(),
    'update.openPackage': async ({ language }, asker) => {
      if (updates.view().mode === 'off') throw new AppError('update/off')
      const window = BrowserWindow.fromWebContents(asker)
      if (!window) throw new AppError('channel/refused', { reason: 'closed' })
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters: [{ name: packageNames[language], extensions: ['mdu'] }],
        properties: ['openFile'],
      })
      const [path] = filePaths
      return canceled || path === undefined ? updates.view() : updates.open(path)
    },
    'update.install': () => {
      if (!updates.isReady) throw new AppError('update/not-ready')
      quitToInstall()
      return {}
    },
  }
}
