import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '#tools/run/command.ts'
import { icoSizes, makeIcons, pngSizes } from './make-icons.ts'

const folder = mkdtempSync(join(tmpdir(), 'icons-'))
beforeAll(() => makeIcons(folder))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the icons', () => {
  it.each(pngSizes)('%i pixels: drawn, and kept in resources/', async (size) => {
    for (const place of [folder, join(root, 'resources')]) {
      const picture = await loadImage(join(place, 'icons', `${size}x${size}.png`))
      expect([picture.width, picture.height]).toEqual([size, size])
    }
  })

  it('puts whole pictures into the Windows icon', async () => {
    const ico = readFileSync(join(folder, 'icon.ico'))
    expect(ico.readUInt16LE(4)).toBe(icoSizes.length)
    for (const [index, size] of icoSizes.entries()) {
      const at = 6 + 16 * index
      const offset = ico.readUInt32LE(at + 12)
      const picture = await loadImage(ico.subarray(offset, offset + ico.readUInt32LE(at + 8)))
      expect(picture.width).toBe(size)
    }
  })
})
