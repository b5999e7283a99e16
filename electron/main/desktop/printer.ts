import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserWindow, WebContents } from 'electron'
import type { PrintPage } from '#shared/contracts/desktop.ts'
import type { Language } from '#shared/i18n/language.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** How long a page may take to say that it is whole. */
const patienceMs = 20_000

/** A page on paper. */
export interface Paper {
  readonly pdf: Uint8Array
  /** The title that the page gave itself. */
  readonly title: string
}

/** The address of a page for paper inside the window. */
export function printPath(print: PrintPage, language: Language): string {
  return `/print/${print.page}/${encodeURIComponent(print.id)}?language=${language}`
}

/** Draws pages for paper in windows that nobody sees. */
export class Printer {
  readonly #openHidden: (path: string) => { window: BrowserWindow; loaded: Promise<void> }
  readonly #waiting = new Map<number, () => void>()

  /** @param openHidden opens a window that is never shown, with the desk's own page at `path`. */
  constructor(openHidden: (path: string) => { window: BrowserWindow; loaded: Promise<void> }) {
    this.#openHidden = openHidden
  }

  /** A page says that everything is on it. One that is not being printed says so in vain. */
  ready(contents: WebContents): void {
    this.#waiting.get(contents.id)?.()
  }

  /**
   * Draws a page as PDF: A4, with its backgrounds, tagged for those who do not see it. The hidden window goes when it is
   * done, when it failed, and with the window that asked.
   *
   * @throws {AppError} `desktop/cannot-print`.
   */
  async draw(print: PrintPage, language: Language, asker: BrowserWindow): Promise<Paper> {
    const { window, loaded } = this.#openHidden(printPath(print, language))
    const { id } = window.webContents
    const close = () => {
      if (!window.isDestroyed()) window.destroy()
    }
    const whole = new Promise<'whole'>((resolve) => this.#waiting.set(id, () => resolve('whole')))
    const gone = new Promise<'gone'>((resolve) => {
      window.once('closed', () => resolve('gone'))
      window.webContents.once('render-process-gone', () => resolve('gone'))
    })
    const patience = new AbortController()
    const late = sleep(patienceMs, 'late' as const, { signal: patience.signal }).catch(() => 'late' as const)
    asker.once('closed', close)
    try {
      const outcome = await Promise.race([loaded.then(() => whole), gone, late])
      if (outcome !== 'whole') throw new AppError('desktop/cannot-print', { reason: outcome, page: print.page })
      const pdf = await window.webContents.printToPDF({
        pageSize: 'A4',
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      })
      return { pdf, title: window.webContents.getTitle() }
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      throw new AppError('desktop/cannot-print', { reason: 'failed', page: print.page }, { cause: thrown })
    } finally {
      patience.abort()
      this.#waiting.delete(id)
      asker.removeListener('closed', close)
      close()
    }
  }
}
