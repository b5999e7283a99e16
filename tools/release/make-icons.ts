import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { root } from '#tools/run/command.ts'

/** Sizes of the pictures in a Windows icon. */
export const icoSizes = [16, 24, 32, 48, 64, 128, 256] as const
/** Sizes of the single pictures; Linux takes them as they are, macOS its icon from the largest. */
export const pngSizes = [16, 32, 48, 64, 128, 256, 512, 1024] as const

/** Draws the mark at one size. Below 64 pixels its margin goes, so that the check stays readable. */
async function drawIcon(svg: Buffer, size: number): Promise<Buffer> {
  const margin = size < 64 ? 64 / 1024 : 0
  const source = await loadImage(svg)
  source.width = 1024
  source.height = 1024
  const canvas = createCanvas(size, size)
  const scaled = size / (1 - 2 * margin)
  canvas.getContext('2d').drawImage(source, -margin * scaled, -margin * scaled, scaled, scaled)
  return canvas.toBuffer('image/png')
}

/** Puts PNG pictures into one Windows icon file. */
export function packIco(pictures: { size: number; png: Buffer }[]): Buffer {
  const entryBytes = 16
  const header = Buffer.alloc(6 + entryBytes * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + entryBytes * index
    header.writeUInt8(size % 256, at) // 256 is written as 0
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...pictures.map(({ png }) => png)])
}

/** Writes resources/icons/NxN.png, resources/icon.png and resources/icon.ico from resources/icon.svg. */
export async function makeIcons(folder = join(root, 'resources')): Promise<void> {
  const svg = readFileSync(join(root, 'resources', 'icon.svg'))
  mkdirSync(join(folder, 'icons'), { recursive: true })
  for (const size of pngSizes) {
    const png = await drawIcon(svg, size)
    writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png)
    if (size === 1024) writeFileSync(join(folder, 'icon.png'), png)
  }
  const pictures = await Promise.all(icoSizes.map(async (size) => ({ size, png: await drawIcon(svg, size) })))
  writeFileSync(join(folder, 'icon.ico'), packIco(pictures))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeIcons()
