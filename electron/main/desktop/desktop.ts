import { join } from 'node:path'
import { app, BrowserWindow, dialog, shell, type WebContents } from 'electron'
import type Store from 'electron-store'
import { endingOf } from '#shared/contracts/reports.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Language } from '#shared/i18n/language.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { DeskSettings } from '../app/window-state.ts'
import type { DeskWindows } from './desk-windows.ts'
import { auditFileName, fileFilters, paperFileName, reportFileName, withEnding } from './file-names.ts'
import { Printer } from './printer.ts'
import type { Desktop } from './window-calls.ts'
import { writeWhole } from './write-whole.ts'
import { WrittenFiles } from './written-files.ts'

/** The window of a page that asks; it may have closed while its question travelled. */
function windowOf(asker: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(asker)
  if (!window) throw new AppError('channel/refused', { reason: 'closed' })
  return window
}

async function askPath(
  asker: WebContents,
  name: string,
  ending: 'pdf' | 'xlsx' | 'json' | 'ndjson',
  language: Language,
) {
  const { canceled, filePath } = await dialog.showSaveDialog(windowOf(asker), {
    defaultPath: join(app.getPath('documents'), name),
    filters: fileFilters(ending, language),
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  })
  return canceled || filePath === '' ? null : withEnding(filePath, ending)
}

/** What main does for the pages, on this machine's desktop. */
export function openDesktop(windows: DeskWindows, settings: Store<DeskSettings>): Desktop {
  const written = new WrittenFiles(settings)
  const printer = new Printer((path) => windows.openHidden(path))
  return {
    async savePdf({ print, language }, asker) {
      const { pdf, title } = await printer.draw(print, language, windowOf(asker))
      const path = await askPath(asker, paperFileName(print, language, title), 'pdf', language)
      if (path === null) return { path, bytes: 0 }
      await writeWhole(path, pdf)
      return { path, bytes: pdf.byteLength }
    },
    printReady: (asker) => printer.ready(asker),
    openWindow: (path, asker) => windows.openAnother(path, windowOf(asker)),
    showFile(path) {
      if (!written.has(path)) throw new AppError('desktop/not-our-file')
      shell.showItemInFolder(path)
    },
    askExportPath: (input, asker) => {
      const { report, language } = input
      const ending = endingOf(input)
      return askPath(asker, reportFileName(report, language, riyadhDateOf(Date.now()), ending), ending, language)
    },
    askAuditPath: (language, asker) =>
      askPath(asker, auditFileName(language, riyadhDateOf(Date.now())), 'ndjson', language),
    wrote: (path) => written.add(path),
  }
}
