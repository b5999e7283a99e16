import { loadDeskThreads } from '#core/workers/desk-core.ts'
import type { DeskThreads } from '#core/workers/desk-threads.ts'

/** The core's threads as they were bundled beside this code (core-process.ts), loading. */
export function bundledThreads(): DeskThreads {
  const url = (name: string) => new URL(`./${name}.js`, import.meta.url)
  return loadDeskThreads({
    writer: url('writer'),
    reader: url('reader'),
    counter: url('counter'),
    exporter: url('exporter'),
    keeper: url('keeper'),
  })
}
