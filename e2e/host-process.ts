import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { root } from '#tools/run/command.ts'
import type { HostAnswer, HostQuestion } from './authority-host.ts'

/** The process beside a Playwright worker that holds its authorities (authority-host.ts). */
export class HostProcess {
  readonly #child: ChildProcess
  #said = ''
  constructor() {
    this.#child = fork(join(root, 'e2e', 'authority-host.ts'), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk.toString()}`.slice(-3000)
    })
  }

  #ask(question: HostQuestion): Promise<HostAnswer> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`The host of the authorities ended:\n${this.#said}`))
      if (!child.connected) return ended()
      child.once('exit', ended)
      child.once('message', (answer: HostAnswer) => {
        child.off('exit', ended)
        if ('failed' in answer) reject(new Error(answer.failed))
        else resolve(answer)
      })
      child.send(question)
    })
  }

  /** A new authority over a demo register of so many members; answers its address. */
  async open(members: number, fillRows?: number): Promise<string> {
    const answer = await this.#ask({ open: members, ...(fillRows !== undefined && { fillRows }) })
    return 'url' in answer ? answer.url : ''
  }

  /** A real authority, at which these clerks have accounts; answers their first passwords. */
  async openReal(
    members: number,
    people: readonly string[],
  ): Promise<{ url: string; passwords: Record<string, string> }> {
    const answer = await this.#ask({ open: members, people })
    if (!('url' in answer)) throw new Error('The host answered something else')
    return answer
  }

  /** What an administrator decides of every device that has shown itself; answers how many there are. */
  async decideDevices(url: string, state: 'enrolled' | 'wipe'): Promise<number> {
    const answer = await this.#ask({ devices: url, state })
    return 'changed' in answer ? answer.changed : 0
  }

  /** A device that was never seen shows itself, and waits. */
  async seeDevice(url: string, device: { id: string; name: string }): Promise<void> {
    await this.#ask({ seen: url, ...device })
  }

  /** Locks a clerk's account at a real authority, or opens it again. */
  async lockAccount(url: string, clerkId: string, locked: boolean): Promise<void> {
    await this.#ask({ account: url, clerkId, locked })
  }

  async close(url: string): Promise<void> {
    await this.#ask({ close: url })
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect()
  }
}
