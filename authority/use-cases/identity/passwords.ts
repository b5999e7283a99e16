import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { AppError } from '#shared/kernel/errors.ts'

/** What a hash costs. `memory` in KiB. */
export interface PasswordCost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** 64 MiB, three passes: what RFC 9106 recommends where memory is short. */
const strong: PasswordCost = { memory: 65_536, passes: 3, parallelism: 1 }
const saltBytes = 16
const hashBytes = 32

/** Each takes 64 MiB and a fifth of a second of a core: more at once help nobody, and a long line is an attack. */
const atOnce = Math.min(4, availableParallelism())
const longestLine = 40
let running = 0
const line: (() => void)[] = []

async function takeTurn(): Promise<void> {
  if (running < atOnce) {
    running += 1
    return
  }
  if (line.length >= longestLine) throw new AppError('authority/too-many')
  await new Promise<void>((resolve) => line.push(resolve))
}

function leave(): void {
  const next = line.shift()
  if (next) next()
  else running -= 1
}

/** Off the event loop, on a thread of Node's pool. */
async function derive(password: string, salt: Buffer, parameters: PasswordCost, length: number): Promise<Buffer> {
  await takeTurn()
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const message = Buffer.from(password.normalize('NFKC'), 'utf8')
      argon2('argon2id', { message, nonce: salt, tagLength: length, ...parameters }, (error, key) =>
        error ? reject(error) : resolve(Buffer.from(key)),
      )
    })
  } finally {
    leave()
  }
}

const bare = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

const written = ({ memory, passes, parallelism }: PasswordCost, salt: Buffer, hash: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(salt)}$${bare(hash)}`

/** A password as it is kept: `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`. */
export async function hashPassword(password: string, cost: PasswordCost = strong): Promise<string> {
  const salt = randomBytes(saltBytes)
  return written(cost, salt, await derive(password, salt, cost, hashBytes))
}

/** Whether a password is the one that was kept. An unreadable hash is nobody's. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(kept)
  if (!parts) return false
  const [, memory, passes, parallelism, salt = '', hash = ''] = parts
  const expected = Buffer.from(hash, 'base64')
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const found = await derive(password, Buffer.from(salt, 'base64'), parameters, expected.length)
  return timingSafeEqual(found, expected)
}

/** For names that nobody has: takes as long as `isPassword`, and is always no. */
export async function rejectPassword(password: string, cost: PasswordCost = strong): Promise<false> {
  await isPassword(password, written(cost, Buffer.alloc(saltBytes, 7), Buffer.alloc(hashBytes, 7)))
  return false
}

/** Letters and digits that are not taken for each other. */
const upper = 'ABCDEFGHJKMNPQRSTUVWXYZ'
const lower = 'abcdefghjkmnpqrstuvwxyz'
const digits = '23456789'
const symbols = '!@#%+-='

const draw = (from: string, count: number): string[] =>
  Array.from({ length: count }, () => from[randomInt(from.length)] ?? '')

/** A password of 16 characters that meets the policy, to be told once and changed at once. */
export function drawPassword(): string {
  const characters = [...draw(upper, 4), ...draw(lower, 6), ...draw(digits, 4), ...draw(symbols, 2)]
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1)
    const [a = '', b = ''] = [characters[at], characters[other]]
    characters[at] = b
    characters[other] = a
  }
  return characters.join('')
}
