/** Ground for drawing demo documents: fonts, right-to-left text, and bytes under their hash. */
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import path from 'node:path'
import { GlobalFonts, type PDFDocument } from '@napi-rs/canvas'

/** A document's bytes under their SHA-256 in hex. */
export type DemoDocument = {
  readonly hash: string
  readonly mediaType: 'application/pdf' | 'image/jpeg'
  readonly size: number
  readonly bytes: Uint8Array
}

/** A page or a canvas to draw on. */
export type Pen = ReturnType<PDFDocument['beginPage']>

/** A part of a page, as fractions of its width and height from the top left. */
export type Region = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const ARABIC = 'Mumaris Demo Arabic'
const LATIN = 'Mumaris Demo Latin'

let fontsReady = false

/** Registers the bundled fonts once, so that pages look alike on every system. */
export function registerFonts(): void {
  if (fontsReady) return
  const entry = createRequire(import.meta.url).resolve('@fontsource/ibm-plex-sans-arabic/package.json')
  for (const weight of ['400', '600']) {
    for (const [script, family] of [
      ['arabic', ARABIC],
      ['latin', LATIN],
    ] as const) {
      const file = path.join(path.dirname(entry), 'files', `ibm-plex-sans-arabic-${script}-${weight}-normal.woff2`)
      if (GlobalFonts.registerFromPath(file, family) === null) throw new Error(`The font ${file} cannot be read.`)
    }
  }
  fontsReady = true
}

export type TextStyle = {
  readonly size: number
  readonly color?: string
  readonly bold?: boolean
  readonly align?: 'right' | 'left' | 'center'
  /** Base direction; Arabic documents run from the right. */
  readonly direction?: 'rtl' | 'ltr'
}

/** Writes one line; `x` is its right, left or middle end by `align`, `y` its base line. */
export function write(ctx: Pen, text: string, x: number, y: number, style: TextStyle): void {
  const { size, color = '#1d2b2a', bold = false, align = 'right', direction = 'rtl' } = style
  ctx.lang = 'ar'
  ctx.font = `${bold ? 600 : 400} ${size}px '${ARABIC}', '${LATIN}'`
  ctx.direction = direction
  ctx.textAlign = align
  ctx.fillStyle = color
  ctx.fillText(text, x, y)
}

/** Breaks a text into lines no wider than `width` and writes them; returns the base line after the last. */
export function writeParagraph(
  ctx: Pen,
  text: string,
  x: number,
  y: number,
  width: number,
  lineHeight: number,
  style: TextStyle,
): number {
  ctx.font = `${style.bold ? 600 : 400} ${style.size}px '${ARABIC}', '${LATIN}'`
  let line = ''
  let at = y
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && ctx.measureText(longer).width > width) {
      write(ctx, line, x, at, style)
      at += lineHeight
      line = word
    } else {
      line = longer
    }
  }
  write(ctx, line, x, at, style)
  return at + lineHeight
}

/** Keeps a number, date or address together and left to right inside Arabic text. */
export function ltr(text: string): string {
  return `\u2066${text}\u2069`
}

/** The document with its hash. */
export function asDocument(mediaType: DemoDocument['mediaType'], bytes: Uint8Array): DemoDocument {
  return { hash: createHash('sha256').update(bytes).digest('hex'), mediaType, size: bytes.length, bytes }
}
