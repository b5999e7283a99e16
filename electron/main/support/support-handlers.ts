import { join } from 'node:path'
import { app, BrowserWindow, dialog, type SaveDialogOptions } from 'electron'
import type { BundleFile } from '#shared/contracts/support.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Language } from '#shared/i18n/language.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { bundleFileName, fileFilters, withEnding } from '../desktop/file-names.ts'
import type { WindowHandlers } from '../desktop/window-calls.ts'
import { writeWhole } from '../desktop/write-whole.ts'
import { zipBundle } from './bundle.ts'

type SupportHandlers = Pick<WindowHandlers, Extract<keyof WindowHandlers, `support.${string}`>>

const dialogFor = (language: Language): SaveDialogOptions => ({
  defaultPath: join(app.getPath('documents'), bundleFileName(language, riyadhDateOf(Date.now()))),
  filters: fileFilters('zip', language),
  properties: ['showOverwriteConfirmation', 'createDirectory'],
})

async function write(path: string, files: readonly BundleFile[]): Promise<{ path: string; bytes: number }> {
  const whole = withEnding(path, 'zip')
  const bytes = zipBundle(files)
  await writeWhole(whole, bytes)
  return { path: whole, bytes: bytes.byteLength }
}

/** Asks where to, and saves a bundle from outside of any page: at a start that failed. */
export async function saveBundle(files: readonly BundleFile[]): Promise<void> {
  const { canceled, filePath } = await dialog.showSaveDialog(dialogFor('ar'))
  if (!canceled && filePath !== '') await write(filePath, files)
}

/** What pages may ask of support bundles: what is saved is what that page was shown. */
export function supportHandlers(collect: () => Promise<BundleFile[]>, wrote: (path: string) => void): SupportHandlers {
  const shown = new Map<number, readonly BundleFile[]>()
  return {
    'support.preview': async (_input, asker) => {
      const files = await collect()
      shown.set(asker.id, files)
      return { files }
    },
    'support.save': async ({ language }, asker) => {
      const window = BrowserWindow.fromWebContents(asker)
      if (!window) throw new AppError('channel/refused', { reason: 'closed' })
      const files = shown.get(asker.id) ?? (await collect())
      const { canceled, filePath } = await dialog.showSaveDialog(window, dialogFor(language))
      if (canceled || filePath === '') return { path: null, bytes: 0 }
      const saved = await write(filePath, files)
      wrote(saved.path)
      return saved
    },
  }
}
