import { createHash, randomInt } from 'node:crypto'
import { normaliseDigits } from '#shared/domain/national-id.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { PortalCode } from '../../repositories/portal-codes.ts'

/** For how long a code is good, and how many wrong ones are borne. */
export const codeMinutes = 10
const maxTries = 5

const hashOf = (requestId: string, code: string): string =>
  createHash('sha256').update(`${requestId}:${code}`).digest('hex')

/** A new code of six digits, and what is kept of it. */
export function makeCode(requestId: string, now: number): { text: string; kept: PortalCode } {
  const text = String(randomInt(1_000_000)).padStart(6, '0')
  const expiresAt = isoInstant(now + codeMinutes * 60_000)
  return { text, kept: { requestId, codeHash: hashOf(requestId, text), expiresAt, tries: 0 } }
}

/** Whether `typed` (in any digits) is the code, in time and within the tries that are borne. */
export function isRightCode(kept: PortalCode, typed: string, now: number): boolean {
  const plain = normaliseDigits(typed).replace(/\s/g, '')
  return kept.tries < maxTries && isoInstant(now) <= kept.expiresAt && hashOf(kept.requestId, plain) === kept.codeHash
}
