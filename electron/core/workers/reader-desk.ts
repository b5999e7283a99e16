import { join } from 'node:path'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { findClerk } from '#core/repositories/clerks.ts'
import { findDocument } from '#core/repositories/documents.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ReadContext } from '#core/use-cases/desk-context.ts'
import { getHome } from '#core/use-cases/home/get-home.ts'
import { getMember } from '#core/use-cases/members/get-member.ts'
import { searchMembers } from '#core/use-cases/members/search-members.ts'
import { MemberCount } from '#core/use-cases/members/select-members.ts'
import { getEvidence, getRequest } from '#core/use-cases/requests/get-request.ts'
import { countRequests, listRequests } from '#core/use-cases/requests/list-requests.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Errand, WorkerStart } from './messages.ts'
import type { Desk } from './serve.ts'

/** Somebody is at the screen and still works here, or `session/required`. */
export function requireClerk(store: Store, clerkId: string | null): Clerk {
  const clerk = clerkId === null ? undefined : findClerk(store, clerkId)
  if (!clerk?.active) throw new AppError('session/required')
  return clerk
}

/** Name of the database in its profile. */
export const databaseFile = (profileDir: string): string => join(profileDir, 'desk.db')

/** Answers questions on a connection that cannot write: what a clerk types and opens, and counts. */
export class ReaderDesk implements Desk {
  readonly #context: ReadContext
  readonly #memberCount = new MemberCount()

  constructor(start: WorkerStart) {
    const store = openStore(databaseFile(start.profileDir), start.key, 'reader')
    const clock = { now: () => Math.max(Date.now() + start.clockOffset, findSetting(store, 'time-floor') ?? 0) }
    this.#context = { store, clock }
  }

  handle(errand: Errand, input: unknown, clerkId: string | null): unknown {
    const clerk = requireClerk(this.#context.store, clerkId)
    switch (errand) {
      case 'members.search':
        return searchMembers(this.#context, this.#memberCount, clerk, input as ParsedInput<'members.search'>)
      case 'members.get':
        return getMember(this.#context, clerk, input as ParsedInput<'members.get'>)
      case 'home.get':
        return getHome(this.#context, clerk)
      case 'requests.list':
        return listRequests(this.#context, clerk, input as ParsedInput<'requests.list'>)
      case 'requests.counts':
        return countRequests(this.#context, clerk)
      case 'requests.get':
        return getRequest(this.#context, clerk, input as ParsedInput<'requests.get'>)
      case 'requests.document':
        return this.#document(clerk, input as ParsedInput<'requests.document'>)
      default:
        throw new AppError('channel/unknown', { channel: errand })
    }
  }

  #document(clerk: Clerk, input: ParsedInput<'requests.document'>): ChannelOutput<'requests.document'> {
    const { store } = this.#context
    const evidence = getEvidence(this.#context, clerk, input)
    const bytes = findDocument(store, input.hash)
    if (!bytes) throw new AppError('documents/not-here')
    return { ...evidence, bytes }
  }

  close(): void {
    this.#context.store.close()
  }
}
