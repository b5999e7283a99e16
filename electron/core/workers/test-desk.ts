import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { startAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { type Channel, type ChannelInput, type ChannelOutput, contracts } from '#shared/contracts/contract-map.ts'
import type { DeskEventName } from '#shared/contracts/events.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import type { Tell } from './desk-events.ts'
import { type Machine, realMachine } from './machine.ts'
import type { WorkerStart } from './messages.ts'
import { ReaderDesk } from './reader-desk.ts'
import { WriterDesk } from './writer-desk.ts'

/** A clerk and two supervisors of one branch; a member with an e-mail change. */
export interface World {
  readonly noura: Clerk
  readonly salem: Clerk
  readonly huda: Clerk
  readonly member: Member
  readonly request: Request
}

const idNumber = (first: number): string => `${first}${luhnCheckDigit(String(first))}`

/** People and rows of their own for a test; `tag` keeps those of one register apart. */
export function buildWorld(tag: number): World {
  const member = buildMember({
    id: `member-${tag}`,
    membershipNo: `2041${1000 + tag}`,
    fileNo: `F-118-4${1000 + tag}`,
    idNo: idNumber(100_000_000 + tag),
    email: `fahad_nq${tag}@hotmail.com`,
    mobile: `+9665501${10_000 + tag}`,
    registrations: [
      { number: `22-R-006${1000 + tag}`, issuedOn: '2025-01-22', expiresOn: '2027-01-22', state: 'active' },
    ],
  })
  return {
    noura: buildClerk({ id: 'noura' }),
    salem: buildClerk({ id: 'salem', nameAr: 'سالم الغامدي', nameEn: 'Salem Alghamdi', role: 'supervisor' }),
    huda: buildClerk({ id: 'huda', nameAr: 'هدى الحربي', nameEn: 'Huda Alharbi', role: 'supervisor' }),
    member,
    request: buildEmailChange(member, {
      id: `request-${tag}`,
      number: `R-48-01${1000 + tag}`,
      proposed: { email: `f.alqahtani${tag}@alwaha.sa` },
    }),
  }
}

/** An authority in this process, with three people of one branch and no members. */
export async function startSmallAuthority(): Promise<TestAuthority> {
  const authority = await startAuthority({ members: 0 })
  const { noura, salem, huda } = buildWorld(0)
  await addRows(authority.db, { clerks: [noura, salem, huda] })
  return authority
}

let worlds = 0

/** A member with an e-mail change, new at this authority. */
export async function addWorld(authority: TestAuthority): Promise<World> {
  worlds += 1
  const world = buildWorld(worlds)
  await addRows(authority.db, { members: [world.member], requests: [world.request] })
  return world
}

/** Letters of one request, oldest first. */
export async function lettersOf(authority: TestAuthority, request: Pick<Request, 'id'>): Promise<string[]> {
  return (await authority.mail()).filter((letter) => letter.requestId === request.id).map(({ template }) => template)
}

export interface TestDeskOptions {
  readonly profileDir?: string
  readonly key?: Uint8Array
  /** The network; Node's when absent. */
  readonly fetch?: AuthorityFetch
  readonly backgroundSync?: boolean
  readonly offline?: boolean
  /** Milliseconds by which this desk's clock is set off from the machine's. */
  readonly clockOffset?: number
  /** Clock, timers, chance and disk; the real ones when absent. */
  readonly machine?: Machine
  readonly appVersion?: string
}

/**
 * The writer's and the reader's desk in this thread, on a profile of its own: everything but the threads. Calls are
 * parsed by their contracts both ways, and throw what they answer with.
 */
export class TestDeskCore {
  readonly profileDir: string
  readonly events: { name: DeskEventName; payload: unknown }[] = []
  readonly #start: WorkerStart
  readonly #fetch: AuthorityFetch
  readonly #writer: WriterDesk
  readonly #reader: ReaderDesk
  #clerkId: string | null
  #closed = false

  constructor(authorityUrl: string, options: TestDeskOptions = {}) {
    this.profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'desk-profile-'))
    this.#fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
    this.#start = {
      profileDir: this.profileDir,
      key: options.key ?? new Uint8Array(randomBytes(32)),
      authorityUrl,
      demo: true,
      isProtected: false,
      backgroundSync: options.backgroundSync ?? false,
      offline: options.offline ?? false,
      hostNetwork: false,
      clockOffset: options.clockOffset ?? 0,
      appVersion: options.appVersion ?? '',
    }
    const machine = options.machine ?? realMachine(this.#start.clockOffset)
    const tell: Tell = (name, payload) => this.events.push({ name, payload })
    this.#writer = new WriterDesk(this.#start, this.#fetch, tell, machine)
    this.#reader = new ReaderDesk(this.#start, machine)
    this.#clerkId = this.#writer.rememberedClerk()
  }

  /** The value of a call. @throws AppError with the error that the call answers with. */
  async ask<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    const contract = contracts[channel]
    const desk = contract.lane === 'writer' ? this.#writer : this.#reader
    const parsed = contract.input.parse(input)
    const value = await Promise.resolve()
      .then(() => desk.handle(channel, parsed, this.#clerkId))
      .catch((thrown: unknown) => {
        const missing = thrown instanceof AppError && thrown.code === 'documents/not-here'
        if (channel === 'requests.document' && missing)
          return this.#writer.handle('document.fetch', parsed, this.#clerkId)
        throw thrown
      })
    if (channel === 'certificates.verify') await this.#writer.handle('verification.keep', value, this.#clerkId)
    if (channel === 'session.signIn' || channel === 'session.signOut')
      this.#clerkId = contracts['session.current'].output.parse(value).clerk?.id ?? null
    return contract.output.parse(value) as ChannelOutput<C>
  }

  async signIn(clerk: Pick<Clerk, 'id'>): Promise<void> {
    await this.ask('session.signIn', { clerkId: clerk.id })
  }

  /** Decides on a request as it is on the screen now. */
  async decide(
    id: string,
    decision: 'approve' | 'reject' | 'return',
    more: { reasons?: string[]; remarks?: string } = {},
  ): Promise<ChannelOutput<'requests.decide'>> {
    const { revisionHash } = await this.ask('requests.get', { id })
    return this.ask('requests.decide', { id, decision, revisionHash, ...more })
  }

  /** The clerk's outbox, newest first. */
  async outbox(): Promise<ChannelOutput<'sync.outbox'>['items']> {
    return (await this.ask('sync.outbox', {})).items
  }

  /** The files as they lie on the disk now, as after a power cut, in a profile that another desk opens. */
  reopenAfterCut(options: TestDeskOptions = {}): TestDeskCore {
    const profileDir = mkdtempSync(join(tmpdir(), 'desk-profile-'))
    for (const file of ['desk.db', 'desk.db-wal']) cpSync(join(this.profileDir, file), join(profileDir, file))
    return new TestDeskCore(this.#start.authorityUrl, {
      key: this.#start.key,
      fetch: this.#fetch,
      ...options,
      profileDir,
    })
  }

  /** Opens the same profile again. */
  async reopen(options: TestDeskOptions = {}): Promise<TestDeskCore> {
    await this.close()
    const { authorityUrl, key, profileDir } = this.#start
    return new TestDeskCore(authorityUrl, { key, fetch: this.#fetch, ...options, profileDir })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#reader.close()
    await this.#writer.close()
  }

  async end(): Promise<void> {
    await this.close()
    rmSync(this.profileDir, { recursive: true, force: true, maxRetries: 5 })
  }
}
