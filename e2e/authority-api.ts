import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Answer, Channel, ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { FieldValues } from '#shared/domain/members/member.ts'
import { root } from '#tools/run/command.ts'
import { endProcess } from '#tools/run/end-process.ts'

export interface Letter {
  template: string
  toAddress: string
  requestNumber: string
  bodyAr: string
  bodyEn: string
}

/** What a test asks of the authority itself, and of a second desk somewhere else. */
export class AuthorityApi {
  readonly #url: string
  readonly #folder: string
  #desk: OtherDesk | undefined
  constructor(url: string, folder: string) {
    this.#url = url
    this.#folder = folder
  }

  /** Letters that went out, newest first. */
  async letters(): Promise<Letter[]> {
    const response = await fetch(`${this.#url}/v1/demo/mail`)
    return ((await response.json()) as { letters: Letter[] }).letters
  }

  /** Another office changes a member meanwhile. */
  async correctMember(id: string, fields: FieldValues): Promise<void> {
    const response = await fetch(`${this.#url}/v1/demo/members/${id}/correct`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fields }),
    })
    if (!response.ok) throw new Error(`The correction was refused: ${await response.text()}`)
  }

  /** One channel of another desk: a profile of its own, no screen. One question at a time. */
  async ask<C extends Channel>(clerk: string, channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    this.#desk ??= new OtherDesk(['--profile', join(this.#folder, 'other-desk'), '--authority', this.#url])
    return this.#desk.ask(clerk, channel, input)
  }

  async close(): Promise<void> {
    await this.#desk?.close()
  }
}

/** The process of the second desk. It reads a question a line and answers each with a line. */
class OtherDesk {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>
  #clerk = ''
  #said = ''
  constructor(words: readonly string[]) {
    const script = join(root, 'tools/call/call.ts')
    const child = spawn(process.execPath, [script, ...words, '--stdin'], { stdio: ['pipe', 'pipe', 'pipe'] })
    child.stderr.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString()
    })
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    this.#child = child
  }

  async #put(channel: Channel, input: unknown): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify({ channel, input })}\n`)
    const { value: line, done } = await this.#lines.next()
    if (done) throw new Error(`The other desk ended:\n${this.#said}`)
    const answer = JSON.parse(line) as Answer<unknown>
    if (!answer.ok) throw new Error(`${channel}: ${line}\n${this.#said}`)
    return answer.value
  }

  async ask<C extends Channel>(clerk: string, channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    if (clerk !== this.#clerk) await this.#put('session.signIn', { clerkId: clerk })
    this.#clerk = clerk
    return (await this.#put(channel, input)) as ChannelOutput<C>
  }

  async close(): Promise<void> {
    this.#child.stdin?.end()
    await endProcess(this.#child)
  }
}
