import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { getPrebuilt } from '../db/prebuilt.ts'
import { type DemoOptions, type FillProgress, fillDemo } from './fill.ts'

const root = join(import.meta.dirname, '..', '..')
/** What the demo data is made by and of: a change in any of these is another dump. */
const sources = ['authority/demo', 'authority/repositories', 'shared/domain']

function hashSources(): string {
  const hash = createHash('sha256')
  for (const folder of sources) {
    const names = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
    for (const name of names) hash.update(name.slice(root.length)).update(readFileSync(name))
  }
  return hash.digest('hex')
}

/** Midday of the same day in Riyadh whatever the hour, so that a register depends on the day alone. */
export function middayOf(now: number): number {
  return Date.parse(`${riyadhDateOf(now)}T07:00:00.000Z`)
}

/**
 * The demo register as a dump for PGlite, built once for its seed, size and day. It has no epoch: whoever opens it
 * begins one.
 */
export function getDemoDump(options: DemoOptions, onProgress?: (progress: FillProgress) => void): Promise<Uint8Array> {
  const { members, seed, now } = options
  return getPrebuilt({
    name: `demo-${members}`,
    key: JSON.stringify([members, seed, riyadhDateOf(now), hashSources()]),
    fill: (db) => fillDemo(db, { ...options, now: middayOf(now) }, onProgress),
  })
}
