import '#tools/setup/guard.mjs'
import { writeSync } from 'node:fs'
import { createDeskCore } from '#core/workers/desk-core.ts'
import { type Channel, type ChannelInput, type ChannelOutput, contracts } from '#shared/contracts/contract-map.ts'

// A whole desk with its threads, for a test that kills it at an exchange with the authority:
//   desk-process.ts AUTHORITY PROFILE KEY MOMENT NUMBER REQUEST…   pulls, decides on the requests, sends; says what it was
//   answered for, and at its end how many exchanges there were. At the exchange of that number it is killed: `leaving`
//   before the bytes leave, `arrived` when the answer has just been given to the thread that waits for it.

const [authorityUrl = '', profileDir = '', keyText = '', moment, number, ...requestIds] = process.argv.slice(2)

/** Written at once and whole, so that a kill after it takes nothing back. */
const say = (words: object): void => void writeSync(1, `${JSON.stringify(words)}\n`)

let exchanges = 0
const core = await createDeskCore({
  profileDir,
  key: Buffer.from(keyText, 'hex'),
  authorityUrl,
  demo: true,
  protected: false,
  backgroundSync: false,
  rememberClerk: true,
  network: async (url, init) => {
    exchanges += 1
    const isIt = exchanges === Number(number)
    if (isIt && moment === 'leaving') process.kill(process.pid, 'SIGKILL')
    const response = await fetch(url, init)
    if (!isIt || moment !== 'arrived') return response
    const body = await response.arrayBuffer()
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1)
    return new Response(body, response)
  },
})

async function ask<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(`${channel}: ${answer.error.code}`)
  return contracts[channel].output.parse(answer.value) as ChannelOutput<C>
}

await ask('sync.now', {})
for (const id of requestIds) {
  const { revisionHash } = await ask('requests.get', { id })
  const { commandId } = await ask('requests.decide', { id, decision: 'approve', revisionHash })
  say({ acknowledged: commandId })
}
await ask('sync.now', {})
await core.close()
say({ exchanges })
