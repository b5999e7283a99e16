import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader'

/** Pixels as a canvas gives them: RGBA, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
}

const options: ReaderOptions = {
  formats: ['QRCode'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: 8,
}

let loaded: Promise<unknown> | undefined

/** The reader's own program comes out of its package: the library would fetch it from a server. */
function load(): Promise<unknown> {
  loaded ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then((wasm) =>
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true }),
  )
  return loaded
}

/** Texts of the QR codes in a picture (the bytes of a JPEG or PNG file, or pixels), in the order they were found. */
export async function readQrCodes(picture: Uint8Array | Pixels): Promise<string[]> {
  await load()
  const input = picture instanceof Uint8Array ? picture : { colorSpace: 'srgb' as const, ...picture }
  const found = await readBarcodes(input as Uint8Array | ImageData, options)
  return found.filter(({ isValid }) => isValid).map(({ text }) => text)
}
