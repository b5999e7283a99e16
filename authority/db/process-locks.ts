import pg from 'pg'

/** How often a process that does not lead asks whether the leader is gone. */
const askAgainMilliseconds = 3000

/** Advisory locks of PostgreSQL are numbers; two processes that name the same lock mean the same one. */
const key = 'hashtextextended($1, 7)'

/** Runs `work` while this process holds the lock, on a connection of its own: the lock goes when that does. */
export async function runAlone<T>(settings: pg.ClientConfig, lock: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(settings)
  // A connection that breaks gives the lock away; the work has connections of its own and says what it met.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${key})`, [lock])
    return await work()
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Holds the lock, or asks for it again and again; `begin` runs whenever it is won, its answer whenever it is lost. */
export async function runForLead(
  settings: pg.ClientConfig,
  lock: string,
  begin: () => () => Promise<void>,
): Promise<() => Promise<void>> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let end: (() => Promise<void>) | undefined
  const later = () => {
    if (!stopped) timer = setTimeout(() => void ask().catch(later), askAgainMilliseconds)
  }
  const lose = async (lost: pg.Client) => {
    if (client !== lost) return
    client = undefined
    const ending = end
    end = undefined
    await ending?.()
    later()
  }
  const ask = async (): Promise<void> => {
    const next = new pg.Client(settings)
    next.on('error', () => void lose(next).catch(later))
    next.on('end', () => void lose(next).catch(later))
    try {
      await next.connect()
      const { rows } = await next.query<{ won: boolean }>(`select pg_try_advisory_lock(${key}) as won`, [lock])
      if (rows[0]?.won && !stopped) {
        client = next
        end = begin()
        return
      }
    } catch {
      // The server is away; it is asked again.
    }
    await next.end().catch(() => undefined)
    later()
  }
  await ask()
  return async () => {
    stopped = true
    clearTimeout(timer)
    const held = client
    client = undefined
    const ending = end
    end = undefined
    await ending?.()
    await held?.end().catch(() => undefined)
  }
}
