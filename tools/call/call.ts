import '#tools/setup/guard.mjs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import { type Answer, contracts, isChannel } from '#shared/contracts/contract-map.ts'
import { SyncStatus } from '#shared/contracts/sync.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { describeChannels, toLine } from './describe.ts'
import { profileAuthority, profileKey } from './profile.ts'

const usage = `call --list
call [--profile DIR] [--authority URL] [--as CLERK] [--offline] CHANNEL ['JSON']
call [--profile DIR] [--authority URL] [--as CLERK] [--offline] --stdin   one {"channel":…,"input":…} a line
Runs a channel on the desk's real core, without a screen and without background sync: only sync.now pushes and pulls.
A new profile is filled once, before the first question about its data.
Events of a long export or check go to the standard error, one JSON a line.
The profile keeps its data key in a file beside the store: for demo data only.`

const refused = (thrown: unknown): Answer<never> => {
  const { code, detail } = toAppError(thrown)
  return { ok: false, error: { code, detail } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('input/invalid', { field: '', reason: 'not JSON' })
  }
}

function readLine(line: string): { channel: string; input: unknown } {
  const read = parseJson(line)
  const channel = typeof read === 'object' && read !== null && 'channel' in read ? read.channel : undefined
  if (typeof channel !== 'string') throw new AppError('input/invalid', { field: 'channel' })
  return { channel, input: typeof read === 'object' && read !== null && 'input' in read ? read.input : {} }
}

/**
 * Calls a channel. A profile that holds nothing yet is filled before the first question about its data; without a line
 * the question is answered from what is here.
 */
async function ask(core: DeskCore, channel: string, input: unknown): Promise<Answer<unknown>> {
  const aboutData = isChannel(channel) && contracts[channel].needs !== 'nobody' && !channel.startsWith('sync.')
  if (aboutData) {
    const status = await core.invoke('sync.status', {})
    const isEmpty = status.ok && SyncStatus.parse(status.value).lastPullAt === null
    if (isEmpty) await core.invoke('sync.now', {})
  }
  return core.invoke(channel, input)
}

async function answerLines(core: DeskCore, print: (answer: Answer<unknown>) => void): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    try {
      const { channel, input } = readLine(line)
      print(await ask(core, channel, input))
    } catch (thrown) {
      print(refused(thrown))
    }
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      stdin: { type: 'boolean', default: false },
      offline: { type: 'boolean', default: false },
      profile: { type: 'string' },
      authority: { type: 'string' },
      as: { type: 'string' },
    },
  })
  if (values.list) {
    process.stdout.write(`${JSON.stringify(describeChannels(), null, 2)}\n`)
    return 0
  }
  const [channel, text] = positionals
  if (values.help || (!values.stdin && channel === undefined)) {
    process.stdout.write(`${usage}\n`)
    return values.help ? 0 : 1
  }

  let failed = false
  const print = (answer: Answer<unknown>): void => {
    failed ||= !answer.ok
    process.stdout.write(`${toLine(answer)}\n`)
  }
  const profileDir = resolve(values.profile ?? join(homedir(), '.mumaris-desk-call'))
  let core: DeskCore | undefined
  try {
    const input = text === undefined ? {} : parseJson(text)
    const { key, made } = profileKey(profileDir)
    if (made) process.stderr.write(`The data key lies in ${join(profileDir, 'call-key')}: for demo data only.\n`)
    core = await createDeskCore({
      profileDir,
      key,
      authorityUrl: profileAuthority(profileDir, values.authority),
      demo: true,
      protected: false,
      backgroundSync: false,
      network: 'node',
      offline: values.offline,
      rememberClerk: true,
      onFault: ({ channel: where, trace }) => void process.stderr.write(`${where}: ${trace}\n`),
    })
    // A long export or check tells how far it is while its answer is awaited.
    core.onEvent((name, payload) => {
      if (name === 'export-progress' || name === 'store-progress')
        process.stderr.write(`${JSON.stringify({ event: name, payload })}\n`)
    })
    const signedIn = values.as === undefined ? undefined : await core.invoke('session.signIn', { clerkId: values.as })
    if (signedIn && !signedIn.ok) print(signedIn)
    else if (values.stdin) await answerLines(core, print)
    else print(await ask(core, channel ?? '', input))
  } catch (thrown) {
    print(refused(thrown))
  } finally {
    await core?.close()
  }
  return failed ? 1 : 0
}

// Whoever reads may stop reading: `call --list | head`.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await main()
