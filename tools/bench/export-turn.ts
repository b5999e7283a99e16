import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import excel from 'exceljs'
import { openStore } from '#core/db/open-store.ts'
import { sheetColumns } from '#core/exports/columns.ts'
import { memberColumns } from '#core/exports/members-report.ts'
import { createWords } from '#core/exports/words.ts'
import { listMembers } from '#core/repositories/member-search.ts'
import { ranksOn } from '#core/repositories/reference.ts'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import { databaseFile } from '#core/workers/reader-desk.ts'

/** What one export in a process of its own came to. Memory in MB, times in milliseconds. */
export interface ExportTurn {
  readonly rows: number
  readonly took: number
  /** Peak of the process's memory during the export, above where it stood before. */
  readonly addedMemory: number
  /** Longest time for which the main thread could not do anything else. */
  readonly longestBlock: number
  /** Longest answer of the reader's thread while the export ran; 0 where there is none. */
  readonly longestAnswer: number
  /** From the wish to stop until nothing was left; 0 where it cannot be stopped. */
  readonly cancel: number
}

/** Watches memory and the main thread while `work` runs. */
async function watch<T>(work: () => Promise<T>): Promise<{ value: T; took: number; added: number; block: number }> {
  const before = process.memoryUsage.rss()
  let peak = before
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 10)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  // Its first interval only sets the clock.
  await new Promise((resolve) => setTimeout(resolve, 30))
  const began = performance.now()
  const value = await work()
  const took = performance.now() - began
  delay.disable()
  clearInterval(sampler)
  peak = Math.max(peak, process.memoryUsage.rss())
  return { value, took, added: (peak - before) / 1e6, block: delay.max / 1e6 }
}

async function cancelOne(core: DeskCore, out: string): Promise<number> {
  let began = 0
  const stopped = new Promise<void>((resolve) => {
    const stop = core.onEvent((name, payload) => {
      const { id, done } = payload as { id?: string; done?: number }
      if (name !== 'export-progress' || id !== 'cancelled' || done === 0 || began > 0) return
      began = performance.now()
      void core.invoke('reports.cancel', { id }).then(() => {
        stop()
        resolve()
      })
    })
  })
  const work = core.invoke('reports.export', { report: 'members', id: 'cancelled', out })
  await stopped
  const took = performance.now() - began
  await work
  return took
}

/** The desk itself: threads, a reader that goes on answering, then a cancel. */
async function onItsThread(profileDir: string, key: Uint8Array, out: string): Promise<ExportTurn> {
  const core = await createDeskCore({
    profileDir,
    key,
    authorityUrl: 'http://127.0.0.1:1',
    demo: true,
    protected: false,
    backgroundSync: false,
    network: 'node',
    offline: true,
    rememberClerk: true,
  })
  try {
    await core.invoke('members.search', { text: 'فهد' })
    // The thread starts with the first export; what is measured is what its rows cost.
    await core.invoke('reports.export', { report: 'members', filters: { text: 'nobody at all' }, out })
    let longestAnswer = 0
    const { value, took, added, block } = await watch(async () => {
      let ended = false
      const work = core.invoke('reports.export', { report: 'members', out }).finally(() => {
        ended = true
      })
      while (!ended) {
        const asked = performance.now()
        await core.invoke('members.search', { text: 'فهد' })
        longestAnswer = Math.max(longestAnswer, performance.now() - asked)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return work
    })
    if (!value.ok) throw new Error(value.error.code)
    const { rows } = value.value as { rows: number }
    return { rows, took, addedMemory: added, longestBlock: block, longestAnswer, cancel: await cancelOne(core, out) }
  } finally {
    await core.close()
  }
}

/** The same rows and columns in exceljs's workbook in memory, on the main thread. */
async function inMemory(profileDir: string, key: Uint8Array, out: string): Promise<ExportTurn> {
  const store = openStore(databaseFile(profileDir), key, 'reader')
  const { value, took, added, block } = await watch(async () => {
    const words = createWords('ar')
    const columns = sheetColumns(memberColumns(words, ranksOn(store, Date.now()), Date.now()), words)
    const workbook = new excel.Workbook()
    const sheet = workbook.addWorksheet('rows')
    for (const { member } of listMembers(store, -1, 10_000_000))
      sheet.addRow(columns.map((column) => column.value(member)))
    await workbook.xlsx.writeFile(out)
    return sheet.rowCount
  })
  store.close()
  return { rows: value, took, addedMemory: added, longestBlock: block, longestAnswer: 0, cancel: 0 }
}

const { values } = parseArgs({
  options: { way: { type: 'string' }, profile: { type: 'string' }, key: { type: 'string' }, out: { type: 'string' } },
})
const key = new Uint8Array(Buffer.from(values.key ?? '', 'hex'))
const turn = values.way === 'memory' ? inMemory : onItsThread
console.log(JSON.stringify(await turn(values.profile ?? '', key, values.out ?? '')))
