import { Buffer } from 'node:buffer'
import type { Session } from '../cdp.ts'

/** Paper in inches, portrait. */
const PAPER: Record<string, [width: number, height: number]> = {
  A0: [33.11, 46.81],
  A1: [23.39, 33.11],
  A2: [16.54, 23.39],
  A3: [11.69, 16.54],
  A4: [8.27, 11.69],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
  Ledger: [17, 11],
}

type NativeImageSlice = Pick<Electron.NativeImage, 'toPNG' | 'toDataURL' | 'isEmpty' | 'getSize'>

/** A PNG in the shape of Electron's NativeImage. */
class Picture implements NativeImageSlice {
  readonly #png: Buffer

  constructor(png: Buffer) {
    this.#png = png
  }

  toPNG = (): Buffer => this.#png
  toDataURL = (): string => `data:image/png;base64,${this.#png.toString('base64')}`
  isEmpty = (): boolean => this.#png.length === 0
  /** Width and height in pixels, from the PNG's header chunk. */
  getSize = (): Electron.Size => ({ width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) })
}

/** Printing, pictures and zoom of one page. */
export class Capture {
  readonly #cdp: Promise<Session>
  readonly #outerSize: () => Electron.Size
  #zoomFactor = 1
  /** What the window has around the page, measured before the first zoom; undefined while no zoom was ever set. */
  #around: Electron.Size | undefined

  constructor(cdp: Promise<Session>, outerSize: () => Electron.Size) {
    this.#cdp = cdp
    this.#outerSize = outerSize
  }

  get zoomFactor(): number {
    return this.#zoomFactor
  }

  /** Electron's level: 0 is 100 %, each step is a factor of 1.2. */
  get zoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2)
  }

  /** `webContents.printToPDF`: the names differ, the sizes are inches in both. */
  async toPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const { pageSize = 'Letter', margins, ...same } = options
    const size = typeof pageSize === 'string' ? PAPER[pageSize] : ([pageSize.width, pageSize.height] as const)
    if (!size) throw new Error(`Unsupported pageSize: ${JSON.stringify(pageSize)}`)
    const params = {
      // off unless asked for, as in Electron; Chromium's own default is its embedder's choice
      generateTaggedPDF: false,
      generateDocumentOutline: false,
      ...same,
      paperWidth: size[0],
      paperHeight: size[1],
      ...(margins && {
        marginTop: margins.top,
        marginBottom: margins.bottom,
        marginLeft: margins.left,
        marginRight: margins.right,
      }),
    }
    const cdp = await this.#cdp
    const { data } = await cdp.send<{ data: string }>('Page.printToPDF', params)
    return Buffer.from(data, 'base64')
  }

  /** `webContents.capturePage`: the visible page, or an area of it in CSS pixels. */
  async toImage(area?: Electron.Rectangle): Promise<Picture> {
    const cdp = await this.#cdp
    const clip = area && { ...area, scale: 1 }
    const { data } = await cdp.send<{ data: string }>('Page.captureScreenshot', {
      format: 'png',
      ...(clip && { clip }),
    })
    return new Picture(Buffer.from(data, 'base64'))
  }

  /**
   * Zooms the layout: the page gets a smaller viewport on a denser screen. The factor 1 is set explicitly, for after
   * clearing the override innerWidth can keep its old value.
   */
  zoom(factor: number): void {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0")
    if (factor === this.#zoomFactor) return
    this.#zoomFactor = factor
    this.#apply().catch(() => {}) // the page is gone
  }

  /** The window has a new size: an emulated viewport does not follow by itself. */
  fit(): void {
    if (this.#around) this.#apply().catch(() => {})
  }

  async #apply(): Promise<void> {
    const cdp = await this.#cdp
    const outer = this.#outerSize()
    if (!this.#around) {
      const { cssLayoutViewport: inner } = await cdp.send<{
        cssLayoutViewport: { clientWidth: number; clientHeight: number }
      }>('Page.getLayoutMetrics')
      this.#around = { width: outer.width - inner.clientWidth, height: outer.height - inner.clientHeight }
    }
    await cdp.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round((outer.width - this.#around.width) / this.#zoomFactor),
      height: Math.round((outer.height - this.#around.height) / this.#zoomFactor),
      deviceScaleFactor: this.#zoomFactor,
      mobile: false,
    })
  }
}
