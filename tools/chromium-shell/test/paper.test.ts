import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findProgram } from '#tools/setup/find-program.ts'
import type {} from './fixture-types.ts'
import { type Fixture, launchFixture, noBrowser } from './harness.ts'

describe.skipIf(noBrowser)('paper (skipped where there is no Chromium)', { timeout: 30_000 }, () => {
  let fixture: Fixture
  const folder = mkdtempSync(join(tmpdir(), 'shell-paper-'))
  beforeAll(async () => void (fixture = await launchFixture()), 60_000)
  afterAll(async () => {
    await fixture.close()
    rmSync(folder, { recursive: true, force: true })
  }, 30_000)

  /** The letter of the fixture as PDF, printed from a window that is never shown. */
  async function printLetter(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const text = await fixture.app.evaluate(async (_electron, wanted) => {
      const window = fixtureState.openWindow({ show: false })
      await window.loadURL('app://desk/letter.html')
      const pdf = await window.webContents.printToPDF(wanted)
      const shown = window.isVisible()
      window.destroy()
      return shown ? 'shown' : pdf.toString('base64')
    }, options)
    return Buffer.from(text, 'base64')
  }

  it('prints A4 from a window that is never shown, tagged and with an outline', async () => {
    const pdf = (
      await printLetter({ pageSize: 'A4', generateTaggedPDF: true, generateDocumentOutline: true })
    ).toString('latin1')
    expect(pdf).toMatch(/^%PDF-/)
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []
    // 210 × 297 mm in points; both programs round paper to a hundredth of an inch
    expect(Math.abs(Number(width) - 595.28)).toBeLessThan(1)
    expect(Math.abs(Number(height) - 841.89)).toBeLessThan(1)
    expect(pdf).toContain('/StructTreeRoot')
    expect(pdf).toMatch(/\/Marked true/)
    expect(pdf).toContain('/Outlines')
    expect((await printLetter({ pageSize: 'A4' })).toString('latin1')).not.toContain('/StructTreeRoot')
  })

  it('turns the paper, takes margins in inches, and the pages that were asked for', async () => {
    const landscape = (await printLetter({ pageSize: 'A4', landscape: true })).toString('latin1')
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(landscape) ?? []
    expect(Number(width)).toBeGreaterThan(Number(height))
    const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
    // a strip of half an inch on a sheet of eleven: the letter needs several
    const margins = { top: 5, bottom: 5.8, left: 0.4, right: 0.4 }
    const many = pages(await printLetter({ pageSize: 'A4', margins })) ?? 0
    expect(many).toBeGreaterThan(1)
    expect(pages(await printLetter({ pageSize: 'A4', margins, pageRanges: '2' }))).toBe(1)
  })

  it('holds text that another program reads', async ({ skip }) => {
    const pdftotext = findProgram('pdftotext')
    if (!pdftotext) return skip('pdftotext is not here (poppler-utils)')
    const file = join(folder, 'letter.pdf')
    writeFileSync(file, await printLetter({ pageSize: 'A4', printBackground: true }))
    const { stdout } = spawnSync(pdftotext, [file, '-'], { encoding: 'utf8' })
    expect(stdout).toContain('Letter 4711')
    expect(stdout).toContain('Second paragraph of the letter')
  })
})
