import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { root } from './command.ts'
import { type LaunchedDesk, launchDesk } from './launch-desk.ts'

/** What a tour gets to work with. Its script, e2e/tour/tour.ts, exports `tour(context)`. */
export interface TourContext {
  desk: LaunchedDesk
  page: Page
  authorityUrl: string
  language: 'ar' | 'en'
  /** Does one step and prints it with its result: the sentence that `work` answers, and its time. */
  step: (name: string, work: () => Promise<string>) => Promise<void>
  /** Takes a picture of the window to out/tour/NN-name.png. */
  picture: (name: string) => Promise<void>
}

export interface TourOptions {
  authorityUrl: string
  profile: string
  language?: 'ar' | 'en'
  headed?: boolean
  say: (line: string) => void
}

const folder = join(root, 'out', 'tour')

/**
 * Opens the app and plays the tour in it. Answers the app, still open at its last screen; a failed step closes it and is
 * thrown, with its picture in out/tour/failed.png.
 */
export async function playTour({ say, language = 'ar', ...options }: TourOptions): Promise<LaunchedDesk> {
  const script = join(root, 'e2e', 'tour', 'tour.ts')
  if (!existsSync(script)) throw new Error(`There is no tour to play: ${script} is not there.`)
  const { tour } = (await import(pathToFileURL(script).href)) as { tour: (context: TourContext) => Promise<void> }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const desk = await launchDesk(options)
  const { page } = desk
  let steps = 0
  let pictures = 0
  const context: TourContext = {
    desk,
    page,
    authorityUrl: options.authorityUrl,
    language,
    async step(name, work) {
      const since = performance.now()
      const result = await work()
      say(`${String(++steps).padStart(3)}. ${name}: ${result} (${((performance.now() - since) / 1000).toFixed(1)} s)`)
    },
    async picture(name) {
      await page.screenshot({ path: join(folder, `${String(++pictures).padStart(2, '0')}-${name}.png`) })
    },
  }
  try {
    await tour(context)
  } catch (error) {
    await page.screenshot({ path: join(folder, 'failed.png') }).catch(() => undefined)
    await desk.close()
    throw error
  }
  say(`${steps} steps, ${pictures} pictures in out/tour/.`)
  return desk
}
