import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { baseSnapshot, type Member } from '#shared/domain/members/member.ts'
import { stepOfFields, summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { Decision, DecisionStep, FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import {
  type Command,
  type CommandBase,
  type CommandBody,
  type Deferral,
  signedText,
} from '#shared/protocol/command.ts'
import type { PushItem } from '#shared/protocol/push.ts'

/** What a test says of a decision; the rest is as a desk would fill it in. */
export interface DecideWords {
  clerk: Pick<Clerk, 'id'>
  request: Request
  member: Member
  decision?: Decision
  step?: DecisionStep
  reasons?: string[]
  remarks?: string
  /** Of a data update: what is decided by field; decision and step follow from it unless they are given. */
  fields?: FieldDecisions
  base?: CommandBase
  seq?: number
  id?: string
  revisionHash?: string
  madeAt?: string
}

type Content<Body> = Body extends { kind: string } ? Omit<Body, 'id' | 'device' | 'seq' | 'actor' | 'madeAt'> : never
/** What a command says, without its envelope. */
export type CommandContent = Content<CommandBody>

/** A desk reduced to its keys and counters: it makes and signs commands and keeps nothing. */
export class TestDesk {
  readonly device: string
  readonly #keys = new Map<string, KeyObject>()
  readonly #seqs = new Map<string, number>()
  #ids = 0

  constructor(device = 'desk-1') {
    this.device = device
  }

  /** A new key of a clerk on this device: its public half, as it is enrolled. */
  enrol(clerkId: string): string {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    this.#keys.set(clerkId, privateKey)
    return publicKey.export({ format: 'jwk' }).x ?? ''
  }

  /** The next seq of a clerk, or the one given. */
  seqOf(clerkId: string, given?: number): number {
    const seq = given ?? (this.#seqs.get(clerkId) ?? 0) + 1
    this.#seqs.set(clerkId, Math.max(seq, this.#seqs.get(clerkId) ?? 0))
    return seq
  }

  signature(actor: string, body: CommandBody | Omit<Deferral, 'signature'>): string {
    const key = this.#keys.get(actor)
    if (!key) throw new Error(`${actor} has no key on ${this.device}`)
    return sign(null, Buffer.from(signedText(body), 'utf8'), key).toString('base64url')
  }

  #envelope(actor: string, seq: number | undefined, id: string | undefined, madeAt: string | undefined) {
    this.#ids += 1
    return {
      id: id ?? `${this.device}-command-${this.#ids}`,
      device: this.device,
      seq: this.seqOf(actor, seq),
      actor,
      madeAt: madeAt ?? '2026-11-22T06:59:00.000Z',
    }
  }

  /** A signed decision; an approval that proposes, unless told otherwise. */
  decide(words: DecideWords): Command {
    const { clerk, request, member, fields } = words
    const decision = words.decision ?? (fields ? summariseFields(fields) : 'approve')
    const step = words.step ?? (fields ? stepOfFields(request, fields) : decision === 'approve' ? 'propose' : 'decide')
    const body: CommandBody = {
      ...this.#envelope(clerk.id, words.seq, words.id, words.madeAt),
      kind: 'request.decide',
      args: {
        requestId: request.id,
        memberId: request.memberId,
        decision,
        step,
        reasons: words.reasons ?? (decision === 'approve' || fields ? [] : ['RTN-DOC-UNCLEAR']),
        remarks: words.remarks ?? '',
        ...(fields && { fields }),
        seen: { memberVersion: member.version, fields: baseSnapshot(member) },
      },
      base: words.base ?? { version: request.version },
      revisionHash: words.revisionHash ?? request.revisionHash,
    }
    return { ...body, signature: this.signature(clerk.id, body) }
  }

  /** A signed command of any kind, from what it says. */
  act(actor: string, content: CommandContent, place: { id?: string; seq?: number; madeAt?: string } = {}): Command {
    const body = { ...this.#envelope(actor, place.seq, place.id, place.madeAt), ...content } as CommandBody
    return { ...body, signature: this.signature(actor, body) } as Command
  }

  /** A signed withdrawal, in the place of a command that was never sent. */
  withdraw(actor: string, place: { id?: string; seq?: number } = {}): Command {
    const body: CommandBody = {
      ...this.#envelope(actor, place.seq, place.id, undefined),
      kind: 'withdrawn',
      args: { replaced: 'request.decide' },
    }
    return { ...body, signature: this.signature(actor, body) }
  }

  /** A signed deferral of a command that is parked. */
  defer(command: Command): Deferral {
    const { id, device, seq, actor, madeAt } = command
    const body = { id, device, seq, actor, madeAt, kind: 'deferred' as const }
    return { ...body, signature: this.signature(actor, body) }
  }
}

/** Commands and deferrals as the items of a push. */
export function pushItems(...envelopes: (Command | Deferral)[]): PushItem[] {
  return envelopes.map((envelope) =>
    envelope.kind === 'deferred' ? { type: 'deferral', deferral: envelope } : { type: 'command', command: envelope },
  )
}
