import { join } from 'node:path'
import type { FileCode } from '#core/decoding/read-code-file.ts'
import { findDocument } from '#core/repositories/documents.ts'
import type { KeepLists } from '#core/repositories/kept-lists.ts'
import { MemberPostings, type Warmth } from '#core/repositories/member-postings.ts'
import { RecentMembers, type SearchAids } from '#core/repositories/member-search.ts'
import { getAppointment } from '#core/use-cases/appointments/get-appointment.ts'
import { listAppointments, listSlots } from '#core/use-cases/appointments/list-appointments.ts'
import { listWorklist } from '#core/use-cases/appointments/worklist.ts'
import { DeskEvidence } from '#core/use-cases/certificates/desk-evidence.ts'
import { getCertificate } from '#core/use-cases/certificates/get-certificate.ts'
import { listCertificates } from '#core/use-cases/certificates/list-certificates.ts'
import { provenNow } from '#core/use-cases/certificates/proven-now.ts'
import { getVerification, listLog } from '#core/use-cases/certificates/verification-log.ts'
import { verifyCertificate } from '#core/use-cases/certificates/verify-certificate.ts'
import type { ReadContext } from '#core/use-cases/desk-context.ts'
import { getHome } from '#core/use-cases/home/get-home.ts'
import { getMember } from '#core/use-cases/members/get-member.ts'
import { searchMembers } from '#core/use-cases/members/search-members.ts'
import { listReference } from '#core/use-cases/reference/list-reference.ts'
import { getDraft } from '#core/use-cases/requests/drafts.ts'
import { getEvidence, getRequest } from '#core/use-cases/requests/get-request.ts'
import { countRequests, listRequests } from '#core/use-cases/requests/list-requests.ts'
import { listCounts } from '#core/use-cases/sync/list-counts.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Clock } from '#shared/kernel/ports.ts'
import { type Machine, realMachine } from './machine.ts'
import type { Errand, WorkerStart } from './messages.ts'
import { ReaderClock } from './reader-clock.ts'
import { requireCaller } from './require-caller.ts'
import type { Desk } from './serve.ts'
import { uuidV7 } from './uuid-v7.ts'

/** Readers of pictures and documents are large: they are loaded with the first file, not with the thread. */
async function readCodeFileLate(bytes: Uint8Array): Promise<FileCode> {
  const { readCodeFile } = await import('#core/decoding/read-code-file.ts')
  return readCodeFile(bytes)
}

/** How long warming may keep a question waiting, in milliseconds. */
const warmingTime = 5

/** Name of the database in its profile. */
export const databaseFile = (profileDir: string): string => join(profileDir, 'desk.db')

/** Answers questions on a connection that cannot write: what a clerk types and opens, and counts. */
export class ReaderDesk implements Desk {
  readonly #context: ReadContext
  readonly #postings = new MemberPostings()
  readonly #aids: SearchAids = {
    postings: this.#postings,
    recent: new RecentMembers(),
  }
  readonly #evidence = new DeskEvidence()
  #keeping: Generator<KeepLists, void, { more: boolean }> | undefined
  #keepsLists = true
  #hasSwept = false
  readonly #wall: Clock
  readonly #randomBytes: Machine['randomBytes']

  constructor(start: WorkerStart, machine: Machine = realMachine(start.clockOffset)) {
    this.#randomBytes = machine.randomBytes
    const store = machine.openStore(databaseFile(start.profileDir), start.key, 'reader')
    this.#wall = machine.wall
    this.#context = { store, clock: new ReaderClock(store, machine.wall) }
  }

  handle(errand: Errand, input: unknown, clerkId: string | null): unknown {
    const clerk = requireCaller(this.#context.store, errand, clerkId, this.#context.clock.now())
    switch (errand) {
      case 'members.search':
        return searchMembers(this.#context, this.#aids, clerk, input as ParsedInput<'members.search'>)
      case 'members.get':
        return getMember(this.#context, clerk, input as ParsedInput<'members.get'>)
      case 'home.get':
        return getHome(this.#context, clerk)
      case 'requests.list':
        return listRequests(this.#context, this.#aids, clerk, input as ParsedInput<'requests.list'>)
      case 'requests.counts':
        return countRequests(this.#context, clerk)
      case 'requests.get':
        return getRequest(this.#context, clerk, input as ParsedInput<'requests.get'>)
      case 'requests.draft':
        return getDraft(this.#context, clerk, input as ParsedInput<'requests.draft'>)
      case 'certificates.verify':
        return this.#verify(clerk, input as ParsedInput<'certificates.verify'>)
      case 'certificates.list':
        return listCertificates(this.#context, this.#aids, input as ParsedInput<'certificates.list'>)
      case 'certificates.get':
        return getCertificate(this.#context, clerk, input as ParsedInput<'certificates.get'>)
      case 'certificates.verifications':
        return this.#log(input as ParsedInput<'certificates.verifications'>)
      case 'certificates.verification':
        return getVerification(this.#context, input as ParsedInput<'certificates.verification'>)
      case 'appointments.slots':
        return listSlots(this.#context, clerk, input as ParsedInput<'appointments.slots'>)
      case 'appointments.get':
        return getAppointment(this.#context, clerk, input as ParsedInput<'appointments.get'>)
      case 'appointments.list':
        return listAppointments(this.#context, clerk, input as ParsedInput<'appointments.list'>)
      case 'appointments.worklist':
        return listWorklist(this.#context, clerk)
      case 'reference.list':
        return listReference(this.#context)
      case 'sync.counts':
        return listCounts(this.#context)
      case 'requests.document':
        return this.#document(clerk, input as ParsedInput<'requests.document'>)
      default:
        throw new AppError('channel/unknown', { channel: errand })
    }
  }

  #verify(clerk: Clerk, input: ParsedInput<'certificates.verify'>): Promise<ChannelOutput<'certificates.verify'>> {
    const { store, clock } = this.#context
    const context = {
      store,
      newId: uuidV7(clock, this.#randomBytes),
      provenNow: () => provenNow(store, this.#wall),
      readFile: readCodeFileLate,
    }
    return verifyCertificate(context, this.#evidence, clerk, input)
  }

  #log(input: ParsedInput<'certificates.verifications'>): ChannelOutput<'certificates.verifications'> {
    return listLog(this.#context, this.#evidence, provenNow(this.#context.store, this.#wall), input)
  }

  #document(clerk: Clerk, input: ParsedInput<'requests.document'>): ChannelOutput<'requests.document'> {
    const { store } = this.#context
    const evidence = getEvidence(this.#context, clerk, input)
    const bytes = findDocument(store, input.hash)
    if (!bytes) throw new AppError('documents/not-here')
    return { ...evidence, bytes }
  }

  /** Makes searches quick, for some milliseconds: reads lists into memory, or follows what changed. */
  warm(): Warmth {
    return this.#postings.warm(this.#context.store, warmingTime)
  }

  /**
   * What is to be put down in the store next, so that the next start has the lists of the search at once; undefined for
   * nothing. To be called when they are warm, and then with the answer to what it gave.
   *
   * @param answer null when it could not be put down: then this desk does not try again.
   */
  nextToKeep(answer?: { readonly more: boolean } | null): KeepLists | undefined {
    if (answer === null) this.#keepsLists = false
    if (!this.#keepsLists) return undefined
    if (!this.#keeping) {
      if (this.#postings.isWorthKeeping) this.#keeping = this.#postings.toKeep(this.#context.store)
      else if (!this.#hasSwept) this.#keeping = this.#postings.toSweep()
      this.#hasSwept = true
    }
    const next = this.#keeping?.next(answer ?? { more: false })
    if (next?.done) this.#keeping = undefined
    return next?.value ?? undefined
  }

  close(): void {
    this.#context.store.close()
  }
}
