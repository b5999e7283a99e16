import '#tools/setup/guard.mjs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBrowser } from '#tools/setup/browser.ts'
import { startAuthority } from './authority-process.ts'
import { ensureBuilt } from './build.ts'
import { hasDisplay } from './display.ts'
import { deskRuntime } from './launch-desk.ts'
import { playTour } from './play-tour.ts'

/** `npm run tour [-- --headed] [--language ar|en]`: plays the main job once on a fresh authority and ends. */
const { values } = parseArgs({
  options: { headed: { type: 'boolean', default: false }, language: { type: 'string', default: 'ar' } },
})
const say = (line: string): void => console.log(line)
const folder = mkdtempSync(join(tmpdir(), 'mumaris-tour-'))
const ends: (() => Promise<void>)[] = []
const endAll = async (): Promise<void> => {
  for (const end of ends.splice(0).reverse()) await end().catch(() => undefined)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void endAll().then(() => process.exit(130)))
}

try {
  if (deskRuntime().kind === 'chromium-shell') await ensureBrowser(say)
  await ensureBuilt(say)
  say('Starting an authority with demo data.')
  const authority = await startAuthority({ dataFolder: join(folder, 'authority') })
  ends.push(authority.close)
  const desk = await playTour({
    authorityUrl: authority.url,
    profile: join(folder, 'profile'),
    language: values.language === 'en' ? 'en' : 'ar',
    headed: values.headed && hasDisplay(),
    say,
  })
  ends.push(desk.close)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await endAll()
}
