import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import excel from 'exceljs'
import { createI18n } from '#renderer/lib/i18n.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { noura } from '../people.ts'

/** Where the save dialog will say; null for somebody who changes their mind. */
const answerDialog = (app: ElectronApplication, filePath: string | null) =>
  app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: path === null, filePath: path ?? '' })
  }, filePath)

/** The head and the rows of the second sheet, the first columns of each. */
async function readRows(file: string, columns: number): Promise<unknown[][]> {
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(file)
  const rows: unknown[][] = []
  workbook.worksheets[1]?.eachRow((row) =>
    rows.push(Array.from({ length: columns }, (_, index) => row.getCell(index + 1).value)),
  )
  return rows
}

for (const language of ['ar', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language, hand: 'keyboard' })
    test(`lists are exported as they are filtered, offline too (${language})`, async ({
      app,
      desk,
      api,
      folder,
      t,
    }) => {
      const { page } = desk
      const panel = page.getByRole('region', { name: t('reports.panel') })
      await desk.signIn(noura)
      await api.ask(noura.id, 'sync.now', {})

      await test.step('members: the filter on the screen', async () => {
        const { total, hits } = await api.ask(noura.id, 'members.search', { text: 'محمد', limit: 200 })
        await page.keyboard.press('Alt+Digit2')
        await page.keyboard.press('Slash')
        await page.keyboard.type('محمد')
        await expect(page.getByRole('main')).toContainText(t('search.membersCount', { count: total }))
        const file = join(folder, 'members.xlsx')
        await answerDialog(app, file)
        await page.keyboard.press('Control+KeyE')
        await expect(panel).toContainText(t('reports.done'))
        await expect(panel).toContainText(t('reports.rows', { count: total }))
        await expect(panel).toContainText('members.xlsx')
        const rows = await readRows(file, 3)
        expect(rows).toHaveLength(total + 1)
        expect(rows.slice(1).map(([number]) => number)).toEqual(
          expect.arrayContaining(hits.map(({ member }) => member.membershipNo)),
        )
        await panel.getByRole('button', { name: t('common.close') }).click()
        await expect(panel).toHaveCount(0)
      })

      await test.step('a clerk who changes their mind is not told of an error', async () => {
        await answerDialog(app, null)
        await page.keyboard.press('Control+KeyE')
        await expect(panel).toHaveCount(0)
        await expect(page.getByRole('alert')).toHaveCount(0)
      })

      await test.step('the queue, without a line', async () => {
        await desk.setLine(false)
        await desk.openView('due-today')
        const { total, rows: due } = await api.ask(noura.id, 'requests.list', { view: 'due-today', limit: 500 })
        const file = join(folder, 'requests.xlsx')
        await answerDialog(app, file)
        await page.keyboard.press('Control+KeyE')
        await expect(panel).toContainText(t('reports.rows', { count: total }))
        const [head, ...rows] = await readRows(file, 2)
        expect(head).toEqual([t('reports.column_requestNo'), t('reports.column_service')])
        expect(rows.map(([number]) => number)).toEqual(due.map(({ number }) => number))
        await panel.getByRole('button', { name: t('common.close') }).click()
      })

      await test.step('the place of reports: whole, in the other language, remembered', async () => {
        await page.keyboard.press('Alt+Digit8')
        const main = page.getByRole('main')
        await expect(main.getByRole('heading', { level: 1 })).toHaveText(t('reports.title'))
        await expect(main).toContainText('members.xlsx')
        const other = language === 'ar' ? 'en' : 'ar'
        await main.getByText(other === 'ar' ? t('frame.arabic') : t('frame.english'), { exact: true }).click()
        const file = join(folder, 'whole.xlsx')
        await answerDialog(app, file)
        const button = main.getByRole('button', { name: `${t('reports.export')}: ${t('reports.report_members')}` })
        await button.focus()
        await page.keyboard.press('Enter')
        await expect(panel).toContainText(t('reports.rows', { count: 400 }))
        const words = createI18n(other, () => 'latn').t
        expect((await readRows(file, 1))[0]).toEqual([words('reports.column_membershipNo')])
        await expect(main).toContainText('whole.xlsx')
        await examine(page, 'reports', language)
      })

      await test.step('a place that cannot be written says what to do', async () => {
        const nowhere = join(folder, 'no', 'such', 'file.xlsx')
        await answerDialog(app, nowhere)
        await page.getByRole('button', { name: `${t('reports.export')}: ${t('reports.report_requests')}` }).click()
        await expect(page.getByRole('alert')).toBeVisible()
        expect(existsSync(nowhere)).toBe(false)
      })
    })
  })
}
