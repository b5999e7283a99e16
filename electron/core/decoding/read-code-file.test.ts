import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCanvas, PDFDocument } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { TestIssuer } from '#shared/domain/certificates/test-issuer.ts'
import { findProgram } from '#tools/setup/find-program.ts'
import { readCodeFile } from './read-code-file.ts'
import { drawCode } from './test-code-picture.ts'

vi.setConfig({ testTimeout: 30_000 })

const code = new TestIssuer().code()

interface Picture {
  readonly turn?: number
  readonly paper?: string
  readonly ink?: string
  readonly texts?: readonly string[]
}

function picture({ turn = 0, paper = '#ffffff', ink = '#000000', texts = [code] }: Picture = {}) {
  const canvas = createCanvas(520 * texts.length + 200, 720)
  const context = canvas.getContext('2d')
  context.fillStyle = paper
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((turn * Math.PI) / 180)
  context.translate(-canvas.width / 2, -canvas.height / 2)
  for (const [index, text] of texts.entries()) drawCode(context, text, 100 + index * 520, 120, 480, ink)
  return canvas
}

/** A PDF on A4 whose last page has the code, 45 mm wide. */
function pdf(pages: number, turn = 0): Uint8Array {
  const document = new PDFDocument()
  for (let page = 1; page <= pages; page += 1) {
    const context = document.beginPage(595, 842)
    context.fillStyle = '#000000'
    context.fillRect(60, 60, 200, 2)
    context.translate(297, 421)
    context.rotate((turn * Math.PI) / 180)
    if (page === pages) drawCode(context, code, -60, -60, 127.6)
    document.endPage()
  }
  return new Uint8Array(document.close())
}

const png = (like?: Picture) => new Uint8Array(picture(like).toBuffer('image/png'))

describe('a code in a file', () => {
  test.each([
    ['a PNG', png()],
    ['a turned PNG', png({ turn: 33 })],
    ['a PNG upside down', png({ turn: 180 })],
    ['light on dark', png({ paper: '#1b1a17', ink: '#f4f1ea' })],
    ['a poor JPEG', new Uint8Array(picture({ turn: -7 }).toBuffer('image/jpeg', 40))],
    ['a PNG with another code beside it', png({ texts: ['https://example.sa/1', code] })],
  ])('is read from %s', async (_, bytes) => {
    expect(await readCodeFile(bytes)).toEqual({ by: 'image', code })
  })

  test.each([
    ['one page', pdf(1)],
    ['the fifth page', pdf(5)],
    ['a page that lies askew', pdf(1, 90)],
  ])('is read from a PDF, on %s', async (_, bytes) => {
    expect(await readCodeFile(bytes)).toEqual({ by: 'pdf', code })
  })

  test('what is no certificate comes back as it is, for the verdict to name', async () => {
    expect(await readCodeFile(png({ texts: ['https://example.sa/1'] }))).toEqual({
      by: 'image',
      code: 'https://example.sa/1',
    })
  })

  test.each([
    ['a picture without a code', png({ texts: [] }), 'certificates/no-code'],
    ['a PDF whose code lies behind the fifth page', pdf(6), 'certificates/no-code'],
    ['another kind of file', new TextEncoder().encode('GIF89a and so on'), 'certificates/file-unreadable'],
    ['an empty file', new Uint8Array(), 'certificates/file-unreadable'],
    ['half a PDF', pdf(1).subarray(0, 300), 'certificates/file-unreadable'],
    ['half a PNG', png().subarray(0, 20), 'certificates/file-unreadable'],
    ['a picture that unpacks to too much', hugePng(), 'certificates/file-too-large'],
    ['more than 10 MB', new Uint8Array(10 * 1024 * 1024 + 1), 'certificates/file-too-large'],
  ])('%s is refused', async (_, bytes, error) => {
    await expect(readCodeFile(bytes)).rejects.toThrow(new RegExp(`^${error}`))
  })
})

/** A PNG that says it is 30,000 pixels wide and high. */
function hugePng(): Uint8Array {
  const bytes = png()
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(16, 30_000)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(20, 30_000)
  return bytes
}

const [zbar, poppler] = [findProgram('zbarimg'), findProgram('pdftoppm')]
const missing = [zbar ?? 'zbarimg', poppler ?? 'pdftoppm'].filter((name) => !name.includes('/') && !name.includes('\\'))

describe.skipIf(missing.length > 0)(
  `an independent reader${missing.length > 0 ? ` (not here: ${missing.join(', ')})` : ''}`,
  () => {
    let folder: string
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'codes-'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    test('reads the same code off the rasterised PDF', async () => {
      const file = join(folder, 'certificate.pdf')
      writeFileSync(file, pdf(1))
      execFileSync(poppler ?? '', ['-r', '200', '-png', '-singlefile', file, join(folder, 'page')])
      const read = execFileSync(zbar ?? '', ['--quiet', '--raw', join(folder, 'page.png')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      expect(read.replace(/\n$/, '')).toBe(code)
      expect((await readCodeFile(new Uint8Array(readFileSync(join(folder, 'page.png'))))).code).toBe(code)
    })
  },
)
