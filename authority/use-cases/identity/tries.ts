import { createHash } from 'node:crypto'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import { claimTry, clearFailures, findWait, forgiveTry, type Patience } from '../../repositories/sign-in-failures.ts'

/** After the fifth wrong try of a name its next one waits a minute, then two, four … a quarter of an hour. */
const ofName = { free: 5, firstSeconds: 60, longestSeconds: 900, forgetMilliseconds: 24 * 3_600_000 }
/** Many clerks may share an address, and an attacker may try many names from one. */
const ofAddress = { free: 20, firstSeconds: 60, longestSeconds: 900, forgetMilliseconds: 3_600_000 }
/** What is older is of no use to either. */
export const forgetMilliseconds = ofName.forgetMilliseconds

/** Who tries: the name as it was typed, whether an account has it or not, and the address that the call came from. */
export interface Trier {
  readonly username: string
  readonly address: string
}

/** A name as accounts have it. */
export const normaliseUsername = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Of whom the audit log speaks where no account has the name that was typed. */
export const unknownName = 'name:unknown'

/** Names are kept hashed: people type their passwords into the wrong field. */
export const nameSubject = (username: string): string =>
  `name:${createHash('sha256').update(username, 'utf8').digest('hex').slice(0, 32)}`

function subjectsOf({ username, address }: Trier, now: number): [string, Patience][] {
  const patience = ({ forgetMilliseconds: forget, ...rest }: typeof ofName): Patience => ({
    ...rest,
    since: isoInstant(now - forget),
  })
  return [
    [nameSubject(username), patience(ofName)],
    [`address:${address}`, patience(ofAddress)],
  ]
}

/** Counts a try before it is looked at. Answers until when it has to wait instead, or null where it may be looked at. */
export async function beginTry(db: Db, trier: Trier, now: number): Promise<string | null> {
  for (const [subject, patience] of subjectsOf(trier, now)) {
    const until = await claimTry(db, subject, isoInstant(now), patience)
    if (until !== null) return until
  }
  return null
}

/** The wait that a wrong try has begun, if it was one too many. */
export async function waitAfter(db: Db, trier: Trier, now: number): Promise<string | null> {
  const waits = await Promise.all(subjectsOf(trier, now).map(([subject]) => findWait(db, subject, isoInstant(now))))
  return (
    waits
      .filter((wait) => wait !== undefined)
      .sort()
      .at(-1) ?? null
  )
}

/** The try was right. `whole`: nothing is left to be proven, so the name begins anew. */
export async function forgive(db: Db, trier: Trier, whole: boolean): Promise<void> {
  await forgiveTry(db, `address:${trier.address}`)
  await (whole ? clearFailures(db, nameSubject(trier.username)) : forgiveTry(db, nameSubject(trier.username)))
}
