import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { z } from 'zod'
import type { ChannelInput } from '#shared/contracts/contract-map.ts'
import { type ExportProgress, ReportName } from '#shared/contracts/reports.ts'
import { onDeskEvent } from './desk-events.ts'
import { callDesk, type DeskError, toDeskError } from './ipc-client.ts'
import { usePreferences } from './preferences.tsx'
import { getStored, useStored } from './stored.ts'
import { trustedTime } from './trusted-time.ts'

type Asked<Input> = Input extends unknown ? Omit<Input, 'id' | 'out' | 'language'> : never

/** A report with the filter that is on the screen; where it is written is asked of the clerk. */
export type ExportRequest = Asked<ChannelInput<'reports.export'>>

/** An export that this window began. */
export interface ExportRun {
  readonly id: string
  readonly report: ReportName
  /** `starting`: the clerk says where the file goes. */
  readonly state: 'starting' | 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number
  /** Where the file lies once it is done. */
  readonly path: string | null
  readonly error: DeskError | null
}

const lastSchema = z.record(
  z.string(),
  z.partialRecord(ReportName, z.object({ at: z.number(), rows: z.number(), path: z.string() })),
)
/** The last files of a clerk on this device, by report. Filters are not kept: they may name somebody. */
export type LastExports = z.output<typeof lastSchema>[string]
const lastKey = 'last-exports'
const noLast: z.output<typeof lastSchema> = {}
const languageSchema = z.enum(['ar', 'en']).nullable()

interface Exports {
  readonly runs: readonly ExportRun[]
  /** Begins an export. */
  readonly start: (request: ExportRequest) => void
  /** Stops one that runs; nothing of it stays. */
  readonly cancel: (id: string) => void
  /** Takes one that ended off the screen. */
  readonly dismiss: (id: string) => void
  readonly last: LastExports
}

const ExportsContext = createContext<Exports | undefined>(undefined)

/** The language of the files: chosen once and remembered; the interface's until then. */
export function useExportLanguage() {
  const { language } = usePreferences().preferences
  const [chosen, choose] = useStored('export-language', languageSchema, null)
  return [chosen ?? language, choose] as const
}

/** A run after an event of the core, or the same run when the event is another's. */
export function withProgress(run: ExportRun, event: ExportProgress): ExportRun {
  if (run.id !== event.id || event.state !== 'running') return run
  return { ...run, state: 'running', done: event.done, total: event.total }
}

/** Exports of this window, for the buttons that begin them and the panel that shows them. They belong to `owner`, the clerk at the screen. */
export function ExportsProvider(props: { owner: string | undefined; children: ReactNode }) {
  const { owner } = props
  const [runs, setRuns] = useState<readonly ExportRun[]>([])
  const [shownOwner, setShownOwner] = useState(owner)
  if (shownOwner !== owner) {
    setShownOwner(owner)
    setRuns([])
  }
  const [language] = useExportLanguage()
  const [last] = useStored(lastKey, lastSchema, noLast)
  const newest = useRef({ owner, language })
  useEffect(() => {
    newest.current = { owner, language }
  })
  useEffect(
    () => onDeskEvent('export-progress', (event) => setRuns((all) => all.map((run) => withProgress(run, event)))),
    [],
  )
  const acts = useMemo(() => {
    const change = (id: string, part: Partial<ExportRun>) =>
      setRuns((all) => all.map((run) => (run.id === id ? { ...run, ...part } : run)))
    const dismiss = (id: string) => setRuns((all) => all.filter((run) => run.id !== id))
    const run = async (id: string, request: ExportRequest) => {
      const { owner: clerk } = newest.current
      try {
        const { path, rows } = await callDesk('reports.export', { ...request, id, language: newest.current.language })
        change(id, { state: 'done', done: rows, total: rows, path })
        if (clerk === undefined) return
        const all = getStored().find(lastKey, lastSchema) ?? noLast
        const mine = { ...all[clerk], [request.report]: { at: trustedTime.now(), rows, path } }
        getStored().keep(lastKey, { ...all, [clerk]: mine })
      } catch (thrown) {
        const error = toDeskError(thrown)
        if (error.code === 'reports/cancelled') dismiss(id)
        else change(id, { state: 'failed', error })
      }
    }
    return {
      start: (request: ExportRequest) => {
        const id = crypto.randomUUID()
        const { report } = request
        setRuns((all) => [...all, { id, report, state: 'starting', done: 0, total: 0, path: null, error: null }])
        void run(id, request)
      },
      // One that has just ended, or has not begun, cannot be stopped: its own answer says what became of it.
      cancel: (id: string) => void callDesk('reports.cancel', { id }).catch(() => undefined),
      dismiss,
    }
  }, [])
  const mine = owner === undefined ? undefined : last[owner]
  const value = useMemo(() => ({ ...acts, runs, last: mine ?? {} }), [acts, runs, mine])
  return <ExportsContext.Provider value={value}>{props.children}</ExportsContext.Provider>
}

/** Exports of this window. */
export function useExports(): Exports {
  const value = useContext(ExportsContext)
  if (value === undefined) throw new Error('useExports needs ExportsProvider above it')
  return value
}
