import { listKept } from '#core/repositories/documents.ts'
import { listEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { listOpenEvidence } from '#core/repositories/requests.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { fetchDocument } from './fetch-document.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/** Brings the evidence of open requests here while the line is up, so that they can be reviewed without one. */
export class EvidencePrefetch {
  readonly #context: SyncContext
  readonly #sessions: Sessions
  /** Documents that the authority does not give: asked for once in this run, and again when somebody opens them. */
  readonly #refused = new Set<string>()
  #running = false

  constructor(context: SyncContext, sessions: Sessions) {
    this.#context = context
    this.#sessions = sessions
  }

  /** How many documents of open requests are not here and may be had. */
  missing(): number {
    return this.#missing().length
  }

  /**
   * Fetches one document after the other, due requests first, as long as `mayGoOn` says so. Answers whether it came to
   * the end.
   */
  async run(mayGoOn: () => boolean): Promise<boolean> {
    if (this.#running) return false
    this.#running = true
    try {
      for (const { hash, clerkId } of this.#missing()) {
        await this.#context.breathe()
        if (!mayGoOn()) return false
        await this.#fetch(hash, clerkId)
      }
      return true
    } finally {
      this.#running = false
    }
  }

  #missing(): { hash: string; clerkId: string }[] {
    const { store } = this.#context
    const wanted = listOpenEvidence(store)
    const kept = listKept(store, [...new Set(wanted.map(({ hash }) => hash))])
    const enrolled = listEnrolled(store)
    return wanted.flatMap(({ hash, branch }) => {
      if (kept.has(hash) || this.#refused.has(hash)) return []
      kept.add(hash)
      const clerk = enrolled.find(
        ({ clerkId, scopes }) => scopes?.includes(`branch:${branch}`) && !this.#sessions.hasEnded(clerkId),
      )
      return clerk ? [{ hash, clerkId: clerk.clerkId }] : []
    })
  }

  async #fetch(hash: string, clerkId: string): Promise<void> {
    try {
      await fetchDocument(this.#context, this.#sessions, clerkId, hash)
    } catch (thrown) {
      // Without a line it is tried again after the next round; any other answer is final for this run.
      if (!(thrown instanceof AppError && thrown.code === 'documents/not-here')) this.#refused.add(hash)
    }
  }
}
