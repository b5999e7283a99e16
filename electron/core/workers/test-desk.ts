import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { startAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import type { Channel, ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { createDeskCore, type DeskCore, type DeskCoreOptions } from './desk-core.ts'

/** A clerk and two supervisors of one branch; a member with an e-mail change, and another member. */
export interface World {
  readonly noura: Clerk
  readonly salem: Clerk
  readonly huda: Clerk
  readonly member: Member
  readonly other: Member
  readonly request: Request
}

export function buildWorld(): World {
  const member = buildMember()
  return {
    noura: buildClerk({ id: 'noura' }),
    salem: buildClerk({ id: 'salem', nameAr: 'سالم الغامدي', nameEn: 'Salem Alghamdi', role: 'supervisor' }),
    huda: buildClerk({ id: 'huda', nameAr: 'هدى الحربي', nameEn: 'Huda Alharbi', role: 'supervisor' }),
    member,
    other: buildMember({
      id: 'member-2',
      membershipNo: '20417736',
      fileNo: 'F-118-40924',
      idNo: '1000000016',
      nameAr: { first: 'محمد', father: 'علي', grandfather: 'عبدالله', family: 'الغامدي' },
      nameEn: { first: 'Mohammed', father: 'Ali', grandfather: 'Abdullah', family: 'Alghamdi' },
      email: 'm.alghamdi@alwaha.sa',
      mobile: '+966550000002',
      registrations: [
        { number: '22-R-0061848', issuedOn: '2025-01-22', expiresOn: '2026-12-22', state: 'active' },
      ],
    }),
    request: buildEmailChange(member),
  }
}

/** An authority in this process with the small world in its register. */
export async function startSmallAuthority(world: World = buildWorld()): Promise<TestAuthority> {
  const authority = await startAuthority({ members: 0 })
  const { noura, salem, huda, member, other, request } = world
  await addRows(authority.db, { clerks: [noura, salem, huda], members: [member, other], requests: [request] })
  return authority
}

/** A desk on a profile of its own; every call throws what it answers with. */
export class TestDeskCore {
  readonly core: DeskCore
  readonly profileDir: string
  readonly options: DeskCoreOptions

  private constructor(core: DeskCore, options: DeskCoreOptions) {
    this.core = core
    this.options = options
    this.profileDir = options.profileDir
  }

  static async open(authorityUrl: string, over: Partial<DeskCoreOptions> = {}): Promise<TestDeskCore> {
    const options: DeskCoreOptions = {
      profileDir: mkdtempSync(join(tmpdir(), 'desk-profile-')),
      key: new Uint8Array(randomBytes(32)),
      authorityUrl,
      demo: true,
      protected: false,
      backgroundSync: false,
      network: 'node',
      checkOutput: true,
      onFault: ({ channel, trace }) => console.error(`${channel}: ${trace}`),
      ...over,
    }
    return new TestDeskCore(await createDeskCore(options), options)
  }

  /** The value of a call; an error of the table is thrown as `code detail`. */
  async ask<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    const answer = await this.core.invoke(channel, input)
    if (!answer.ok) throw new Error(`${answer.error.code} ${JSON.stringify(answer.error.detail)}`)
    return answer.value as ChannelOutput<C>
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

  /** Opens the same profile again, after `close`. */
  reopen(over: Partial<DeskCoreOptions> = {}): Promise<TestDeskCore> {
    return TestDeskCore.open(this.options.authorityUrl, { ...this.options, ...over })
  }

  async end(): Promise<void> {
    await this.core.close()
    rmSync(this.profileDir, { recursive: true, force: true, maxRetries: 5 })
  }
}
