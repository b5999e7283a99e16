import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { createCanvas, DOMMatrix, ImageData, Path2D } from '@napi-rs/canvas'
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type Pixels, readQrCodes } from './read-qr.ts'

/** Pages that are looked at, and the dots per inch they are drawn with: first as a printer would, then twice as fine. */
const mostPages = 5
const resolutions = [200, 400] as const
/** A page beyond this many pixels is drawn smaller. */
const mostPixels = 40_000_000

type PdfLibrary = typeof import('pdfjs-dist/legacy/build/pdf.mjs')

let loaded: Promise<PdfLibrary> | undefined

/** The library asks the global scope for what a browser has and Node has not. */
function load(): Promise<PdfLibrary> {
  for (const [name, value] of Object.entries({ DOMMatrix, ImageData, Path2D }))
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  loaded ??= import('pdfjs-dist/legacy/build/pdf.mjs')
  return loaded
}

/** A folder of the library's package, as it wants it: with the separator at the end. */
function folderOf(name: string): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('pdfjs-dist/package.json')), name) + sep
}

async function drawPage(page: PDFPageProxy, dotsPerInch: number): Promise<Pixels> {
  const natural = page.getViewport({ scale: 1 })
  const wanted = dotsPerInch / 72
  const scale = Math.min(wanted, Math.sqrt(mostPixels / (natural.width * natural.height)))
  const viewport = page.getViewport({ scale })
  const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)]
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  await page.render({
    canvas: canvas as unknown as HTMLCanvasElement,
    canvasContext: context as unknown as CanvasRenderingContext2D,
    viewport,
  }).promise
  const { data } = context.getImageData(0, 0, width, height)
  return { data: data as Uint8ClampedArray<ArrayBuffer>, width, height }
}

/**
 * Texts of the QR codes on the first pages of a PDF; the first page that has any ends the search. Nothing in the file is
 * run, and nothing is fetched for it.
 *
 * @throws whatever the library throws for a file that is no PDF, is damaged or wants a password.
 */
export async function readPdfCodes(bytes: Uint8Array): Promise<string[]> {
  const { getDocument, VerbosityLevel } = await load()
  const task = getDocument({
    // The library takes the bytes for itself.
    data: new Uint8Array(bytes),
    cMapUrl: folderOf('cmaps'),
    standardFontDataUrl: folderOf('standard_fonts'),
    wasmUrl: folderOf('wasm'),
    iccUrl: folderOf('iccs'),
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    const document = await task.promise
    const pages = Array.from({ length: Math.min(document.numPages, mostPages) }, (_, index) => index + 1)
    for (const dotsPerInch of resolutions)
      for (const number of pages) {
        const page = await document.getPage(number)
        const codes = await readQrCodes(await drawPage(page, dotsPerInch))
        page.cleanup()
        if (codes.length > 0) return codes
      }
    return []
  } finally {
    await task.destroy()
  }
}
