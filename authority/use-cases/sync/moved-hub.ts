import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { OpenDatabase } from '../../db/open-database.ts'
import { isSettled, movedChannel } from '../../repositories/feed.ts'

/** Tells who listens that something moved in their scopes. */
export interface MovedHub {
  /** Calls back with the scopes that moved, of those named. The answer stops it. */
  subscribe(scopes: readonly string[], onMoved: (scopes: string[]) => void): () => void
  close(): Promise<void>
}

const Moved = z.object({ xid: z.string(), scopes: z.array(z.string()) })

/** How long a change may wait for transactions that began before it: 40 × 50 ms, then it is told anyway. */
const checks = 40
const checkMilliseconds = 50

/**
 * Listens to the feed's channel of the database. A change is told when a pull can see it: after every transaction that
 * began before it has ended, so that no desk pulls in vain and then sleeps until its next poll.
 */
export async function openMovedHub({ db, listen }: Pick<OpenDatabase, 'db' | 'listen'>): Promise<MovedHub> {
  const subscribers = new Set<{ scopes: readonly string[]; onMoved: (scopes: string[]) => void }>()
  let closed = false
  const tell = async (text: string): Promise<void> => {
    const { xid, scopes } = Moved.parse(JSON.parse(text))
    for (let check = 0; check < checks && !closed && !(await isSettled(db, xid)); check += 1) {
      await wait(checkMilliseconds)
    }
    for (const subscriber of subscribers) {
      const moved = scopes.filter((scope) => subscriber.scopes.includes(scope))
      if (moved.length > 0) subscriber.onMoved(moved)
    }
  }
  // A notice that cannot be told is no loss: desks poll as well.
  const stop = await listen(movedChannel, (text) => void tell(text).catch(() => undefined))
  return {
    subscribe(scopes, onMoved) {
      const subscriber = { scopes, onMoved }
      subscribers.add(subscriber)
      return () => void subscribers.delete(subscriber)
    },
    async close() {
      closed = true
      subscribers.clear()
      await stop()
    },
  }
}
