import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Channel, ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { FieldValues } from '#shared/domain/members/member.ts'
import { root } from '#tools/run/command.ts'

export interface Letter {
  template: string
  toAddress: string
  requestNumber: string
  bodyAr: string
  bodyEn: string
}

const run = promisify(execFile)

/** What a test asks of the authority itself, and of a second desk somewhere else. */
export class AuthorityApi {
  readonly #url: string
  readonly #folder: string
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

  /** One channel of another desk: a profile of its own, no screen. */
  async ask<C extends Channel>(clerk: string, channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    const words = ['--profile', join(this.#folder, 'other-desk'), '--authority', this.#url, '--as', clerk]
    const { stdout } = await run(
      process.execPath,
      [join(root, 'tools/call/call.ts'), ...words, channel, JSON.stringify(input)],
      { maxBuffer: 64_000_000 },
    ).catch((error: { stdout?: string; message: string }) => {
      throw new Error(error.stdout || error.message)
    })
    return (JSON.parse(stdout) as { value: ChannelOutput<C> }).value
  }
}
