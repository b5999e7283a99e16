import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Db } from '#authority/db/types.ts'

/** Clock ticks of a second, as Linux counts them for every program. */
const ticks = 100

interface Stat {
  readonly parent: string
  /** Of the process and of those of its children that have ended and were waited for. */
  readonly seconds: number
}

function statOf(pid: string): Stat | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const spent = words.slice(11, 15).reduce((sum, word) => sum + Number(word), 0)
    return { parent: words[1] ?? '', seconds: spent / ticks }
  } catch {
    return undefined
  }
}

/**
 * Seconds of processor time that a process and all that it started have used, what has ended by now included; null where
 * there is no /proc.
 */
export function cpuSeconds(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = statOf(name)
        return stat ? [[name, stat] as const] : []
      }),
  )
  const isOurs = (name: string): boolean => {
    if (name === String(pid)) return true
    const parent = all.get(name)?.parent
    return parent !== undefined && parent !== '0' && isOurs(parent)
  }
  return [...all].reduce((sum, [name, { seconds }]) => (isOurs(name) ? sum + seconds : sum), 0)
}

/** What a process calls itself; '' where there is none. */
function titleOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/**
 * The process that started the backends of this database, if it runs on this machine and can be seen from here; null
 * where that cannot be told. Its children are the backends and what works beside them.
 */
export async function findPostmaster(db: Db): Promise<number | null> {
  if (process.platform !== 'linux') return null
  // One statement: another one may be another backend's.
  const { rows } = await sql<{ pid: number; database: string; port: number | null }>`
    select pg_backend_pid() as pid, current_database() as database, inet_client_port() as port
  `.execute(db)
  const [own] = rows
  if (!own) return null
  // The same number may be another process here, where the database has a machine or a container of its own: this one
  // must say that it serves our very connection.
  const title = titleOf(String(own.pid))
  const client = own.port === null ? '[local]' : `(${own.port})`
  if (!title.startsWith('postgres:') || !title.includes(` ${own.database} `) || !title.includes(client)) return null
  const parent = statOf(String(own.pid))?.parent ?? '0'
  return /postgres|postmaster/.test(titleOf(parent)) ? Number(parent) : null
}
