import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Clerk } from '#shared/domain/clerks/clerk.ts'
import { listDevices } from './repositories/devices.ts'
import { eraseRecord } from './use-cases/audit/erase-personal.ts'
import type { DeviceContext } from './use-cases/devices/devices.ts'
import { decideDevice, openSealedOutbox } from './use-cases/devices/devices.ts'
import { addAccount, addClerk, lockAccount, resetAccount, unlockAccount } from './use-cases/identity/accounts.ts'

const usage = `npm run -s authority -- account add --clerk ID [--username NAME] WHERE
    and, for somebody whom the register does not have yet: --name-ar ا --name-en A --role ROLE --branch BRANCH
npm run -s authority -- account reset|lock|unlock --clerk ID WHERE
npm run -s authority -- device list WHERE
npm run -s authority -- device enrol|revoke|wipe --device ID WHERE
npm run -s authority -- device open --device ID --out FILE WHERE     what a wiped device handed in, opened
npm run -s authority -- audit erase --subject RECORD WHERE             what may be erased of its audit entries
WHERE is --data DIR (with the authority stopped) or --database-url URL.`

/** One command, read: where the register is, and what it does there; the answer is said as one line of JSON. */
export interface Command {
  readonly where: { readonly data: string } | { readonly url: string }
  readonly run: (context: DeviceContext) => Promise<object>
}

const options = {
  data: { type: 'string' },
  'database-url': { type: 'string' },
  clerk: { type: 'string' },
  username: { type: 'string' },
  'name-ar': { type: 'string' },
  'name-en': { type: 'string' },
  role: { type: 'string' },
  branch: { type: 'string' },
  device: { type: 'string' },
  out: { type: 'string' },
  subject: { type: 'string' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

const wrong = (): Error => new Error(usage)

function need(values: Values, name: keyof typeof options): string {
  const value = values[name]
  if (value === undefined || value === '') throw new Error(`--${name} is missing.\n${usage}`)
  return value
}

/** The person of `account add`, where the words say who it is. */
function readClerk(values: Values, id: string): Clerk | undefined {
  const { 'name-ar': nameAr, 'name-en': nameEn, role, branch } = values
  if (nameAr === undefined && nameEn === undefined && role === undefined && branch === undefined) return undefined
  const clerk = Clerk.safeParse({ id, version: 1, nameAr, nameEn, role, branch, active: true })
  if (!clerk.success) {
    const fields = clerk.error.issues.map(({ path }) => path.join('.')).join(', ')
    throw new Error(`The person is not whole: ${fields}.\n${usage}`)
  }
  return clerk.data
}

function accountRun(verb: string | undefined, values: Values): Command['run'] {
  const clerk = need(values, 'clerk')
  switch (verb) {
    case 'add': {
      const person = readClerk(values, clerk)
      const username = values.username ?? clerk
      return async (context) => {
        if (person) await addClerk(context, person)
        const password = await addAccount(context, clerk, username)
        return { account: clerk, username: username.toLowerCase(), password, once: true }
      }
    }
    case 'reset':
      return async (context) => ({ account: clerk, password: await resetAccount(context, clerk), once: true })
    case 'lock':
    case 'unlock': {
      const change = verb === 'lock' ? lockAccount : unlockAccount
      return async (context) => {
        await change(context, clerk)
        return { account: clerk, done: verb }
      }
    }
    default:
      throw wrong()
  }
}

function deviceRun(verb: string | undefined, values: Values): Command['run'] {
  switch (verb) {
    case 'list':
      return async ({ db }) => ({ devices: await listDevices(db) })
    case 'enrol':
    case 'revoke':
    case 'wipe': {
      const id = need(values, 'device')
      const state = ({ enrol: 'enrolled', revoke: 'revoked', wipe: 'wipe' } as const)[verb]
      return async (context) => ({ device: await decideDevice(context, 'system', { id, state }) })
    }
    case 'open': {
      const [id, file] = [need(values, 'device'), resolve(need(values, 'out'))]
      return async (context) => {
        const bytes = await openSealedOutbox(context, id)
        await writeFile(file, bytes, { mode: 0o600 })
        return { opened: file, bytes: bytes.length }
      }
    }
    default:
      throw wrong()
  }
}

function auditRun(verb: string | undefined, values: Values): Command['run'] {
  if (verb !== 'erase') throw wrong()
  const subject = need(values, 'subject')
  return async (context) => ({ subject, erased: await eraseRecord(context, subject) })
}

const runs = { account: accountRun, device: deviceRun, audit: auditRun } as const
/** What can be administered from the command line. */
export type Administered = keyof typeof runs

/** Whether a word names what can be administered. */
export function isAdministered(word: string | undefined): word is Administered {
  return word !== undefined && Object.hasOwn(runs, word)
}

/** Reads the words of `account …`, `device …` or `audit …`; throws an Error with the usage where they make no sense. */
export function readCommand(what: Administered, args: readonly string[]): Command {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [verb, ...more] = positionals
  if (verb === undefined || more.length > 0) throw wrong()
  const run = runs[what](verb, values)
  const { data, 'database-url': url } = values
  if (data !== undefined && url === undefined) return { where: { data }, run }
  if (url !== undefined && data === undefined) return { where: { url }, run }
  throw wrong()
}
