import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './command.ts'
import { endProcess } from './end-process.ts'

export interface AuthorityOptions {
  /** The folder of its database; made when it is not there. */
  dataFolder: string
  /** 0, the default, takes a free port. */
  port?: number
  /** Fills an empty register with demo data and lets demo clerks sign in. Default true. */
  demo?: boolean
  /** Members in the demo register. */
  members?: number
  seed?: number
  databaseUrl?: string
  /** Processes on its port; only with `databaseUrl`. One when absent. */
  workers?: number
  /** Submissions a minute by members of the demo register, as `6` or `6/min`; none when absent. */
  traffic?: string
  /** Told once per step while the register is being filled. */
  onProgress?: (text: string) => void
  /** Told every other line the authority says. */
  onLog?: (line: string) => void
  /** Default 180,000: the first fill of a large register takes a while. */
  timeoutMilliseconds?: number
  /** The script to run; a test has its own that speaks the same lines. */
  script?: string
}

export interface RunningAuthority {
  /** Its address, such as `http://127.0.0.1:40123`, without a slash at the end. */
  url: string
  /** The id of its process, for tests that kill it. */
  pid: number
  /** Settles when the process ends, whoever ended it. */
  exited: Promise<void>
  /** Ends it and waits until it is gone. */
  close: () => Promise<void>
}

interface AuthorityLine {
  ready?: boolean
  url?: string
  progress?: unknown
}

function parseLine(line: string): AuthorityLine | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line) as AuthorityLine
  } catch {
    return undefined
  }
}

/** What a progress line says: its text as it is, or its words followed by its figures: `members 500 of 2000`. */
function progressText(progress: unknown): string {
  if (typeof progress !== 'object' || progress === null) return String(progress)
  const values: unknown[] = Object.values(progress)
  const figures = values.filter((value) => typeof value === 'number')
  return [...values.filter((value) => typeof value === 'string'), figures.join(' of ')].join(' ')
}

/**
 * Starts the reference authority in a process of its own on 127.0.0.1 and waits until it answers. Rejects with the
 * authority's last words when it ends first, or after the time-out.
 */
export async function startAuthority(options: AuthorityOptions): Promise<RunningAuthority> {
  const script = options.script ?? join(root, 'authority', 'main.ts')
  const words = [script, '--data', options.dataFolder, '--port', String(options.port ?? 0)]
  if (options.demo ?? true) words.push('--demo')
  if (options.members !== undefined) words.push('--members', String(options.members))
  if (options.seed !== undefined) words.push('--seed', String(options.seed))
  if (options.databaseUrl !== undefined) words.push('--database-url', options.databaseUrl)
  if (options.workers !== undefined) words.push('--workers', String(options.workers))
  if (options.traffic !== undefined) words.push('--traffic', options.traffic)
  // A group of its own: Ctrl-C in the terminal reaches only the script, which then ends its children in order.
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  // The last net, for a script that exits without closing what it started.
  const endWithScript = (): boolean => child.kill('SIGTERM')
  process.once('exit', endWithScript)
  void exited.then(() => process.off('exit', endWithScript))
  const lastLines: string[] = []
  const keep = (line: string): void => {
    lastLines.push(line)
    if (lastLines.length > 20) lastLines.shift()
    options.onLog?.(line)
  }
  createInterface({ input: child.stderr }).on('line', keep)
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const parsed = parseLine(line)
      if (parsed?.ready && parsed.url) resolve(parsed.url.replace(/\/$/, ''))
      else if (parsed?.progress !== undefined) options.onProgress?.(progressText(parsed.progress))
      else keep(line)
    })
    child.once('error', reject)
    void exited.then(() => reject(new Error(`The authority ended before it was ready.\n${lastLines.join('\n')}`)))
  })
  const close = (): Promise<void> => endProcess(child)
  const limit = options.timeoutMilliseconds ?? 180_000
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The authority was not ready after ${limit / 1000} s.\n${lastLines.join('\n')}`)),
      limit,
    )
  })
  try {
    return { url: await Promise.race([ready, late]), pid: child.pid ?? 0, exited, close }
  } catch (error) {
    await close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
