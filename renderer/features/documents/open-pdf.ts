import type { PDFWorker } from 'pdfjs-dist'
import { blankCanvas, type OpenedDocument, sensibleWidth } from './opened-document.ts'

async function loadReader() {
  const pdf = await import('pdfjs-dist')
  const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  pdf.GlobalWorkerOptions.workerPort = port
  // One worker for the window's life: given by hand, closing a document does not end it.
  return { pdf, worker: pdf.PDFWorker.create({ port, verbosity: 0 }) as PDFWorker }
}

let reader: ReturnType<typeof loadReader> | undefined

/** Opens a PDF in the window's one worker. Bytes are handed over, nothing is fetched, no script of the file runs. */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<OpenedDocument> {
  reader ??= loadReader()
  const { pdf, worker } = await reader
  const task = pdf.getDocument({
    // The worker takes the buffer away, and the bytes are still needed for the other window or another turn.
    data: bytes.slice(),
    worker,
    verbosity: 0,
    enableXfa: false,
    useSystemFonts: true,
    useWorkerFetch: false,
    useWasm: false,
    disableWorkerRendering: true,
  })
  const file = await task.promise
  return {
    pages: file.numPages,
    paper: true,
    async ratio(number) {
      const { width, height } = (await file.getPage(number)).getViewport({ scale: 1 })
      return height / width
    },
    async draw(number, wanted, turn, signal) {
      const page = await file.getPage(number)
      signal.throwIfAborted()
      const rotation = (page.rotate + turn * 90) % 360
      const natural = page.getViewport({ scale: 1, rotation })
      const width = sensibleWidth(wanted, natural.height / natural.width)
      const viewport = page.getViewport({ scale: width / natural.width, rotation })
      const canvas = blankCanvas(viewport.width, viewport.height)
      const drawing = page.render({ canvas, viewport })
      const stop = () => drawing.cancel()
      signal.addEventListener('abort', stop, { once: true })
      try {
        await drawing.promise
      } finally {
        signal.removeEventListener('abort', stop)
      }
      return canvas
    },
    close: () => void task.destroy(),
  }
}
