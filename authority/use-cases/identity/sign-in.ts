import { createHash, randomBytes } from 'node:crypto'
import { type PasswordRule, unmetPasswordRules } from '#shared/domain/clerks/password-policy.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import {
  type Account,
  findAccount,
  findAccountByName,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeTotpStep,
  updateAccount,
} from '../../repositories/accounts.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk } from '../../repositories/clerks.ts'
import { deletePayload, findPayload, putPayload } from '../../repositories/oidc-payloads.ts'
import { noteSignIn } from '../../repositories/sign-ins.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { hashPassword, isPassword, rejectPassword } from './passwords.ts'
import { getIdentityKeys, openSecret, sealSecret, secretsKey } from './secrets.ts'
import { base32, findStep, otpauthUri, secretBytes } from './totp.ts'
import { beginTry, forgive, nameSubject, normaliseUsername, unknownName, waitAfter } from './tries.ts'

/** What a try was answered with; which part was wrong is not said. `wait`: nothing is tried before `until`. */
export type SignInFault =
  | { readonly kind: 'wrong' | 'unequal' | 'same' }
  | { readonly kind: 'rules'; readonly rules: readonly PasswordRule[] }
  | { readonly kind: 'wait'; readonly until: string }

/** Where a sign-in stands, and what its page needs. */
export type SignInStep =
  | { readonly at: 'password' }
  | { readonly at: 'change' }
  | { readonly at: 'enrol'; readonly uri: string; readonly key: string }
  | { readonly at: 'recovery'; readonly codes: readonly string[] }
  | { readonly at: 'code' }
  | { readonly at: 'done'; readonly clerkId: string }

export type SignInAnswer = { readonly step: SignInStep; readonly fault: SignInFault | null }

/** A sign-in under way: the id of the provider's interaction, and the address that the call came from. */
export interface SignInCall {
  readonly uid: string
  readonly address: string
}

/** What is kept of a sign-in between two pages, at the authority. */
interface SignInState {
  readonly clerkId: string
  readonly at: Exclude<SignInStep['at'], 'password' | 'done'>
  /** Sealed; while the second factor is being set up. */
  readonly secret: string | null
}

const model = 'SignIn'
const stateMilliseconds = 15 * 60_000
const recoveryCodes = 8
/** 80 bits. */
const recoveryBytes = 10

const recoveryHash = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z2-7]/g, ''), 'utf8')
    .digest('hex')

/** One sign-in after the other: name and password, what the account still lacks, the second factor. */
export class SignIn {
  readonly #context: AuthorityContext
  readonly #call: SignInCall

  constructor(context: AuthorityContext, call: SignInCall) {
    this.#context = context
    this.#call = call
  }

  /** Where it stands now: another page than the one asked for is nobody's choice. */
  async look(): Promise<SignInStep> {
    const found = await this.#find()
    return found ? this.#stepOf(found.state, found.account) : { at: 'password' }
  }

  /** Name and password. */
  async enterPassword(typed: { username: string; password: string }): Promise<SignInAnswer> {
    const { db, clock } = this.#context
    const trier = { username: normaliseUsername(typed.username), address: this.#call.address }
    const until = await beginTry(db, trier, clock.now())
    if (until !== null) return { step: { at: 'password' }, fault: { kind: 'wait', until } }
    const account = await findAccountByName(db, trier.username)
    const right = await (account
      ? isPassword(typed.password, account.passwordHash)
      : rejectPassword(typed.password, this.#context.passwordCost))
    const clerk = account && right ? await findClerk(db, account.clerkId) : undefined
    if (!account || !clerk?.active || account.lockedAt !== null) {
      const reason = right ? (clerk?.active ? 'locked' : 'inactive') : 'password'
      return { step: { at: 'password' }, fault: await this.#failed(trier.username, account, reason) }
    }
    await forgive(db, trier, false)
    return { step: await this.#move(account, this.#next(account)), fault: null }
  }

  /** The password that takes the place of the one that an administrator gave. */
  async changePassword(typed: { password: string; again: string }): Promise<SignInAnswer> {
    const found = await this.#find('change')
    if (!found) return { step: await this.look(), fault: null }
    const { db, clock } = this.#context
    const { account } = found
    const step = { at: 'change' } as const
    const clerk = await findClerk(db, account.clerkId)
    const names = [account.username, clerk?.nameAr ?? '', clerk?.nameEn ?? '']
    const rules = unmetPasswordRules(typed.password, { names })
    if (rules.length > 0) return { step, fault: { kind: 'rules', rules } }
    if (typed.password !== typed.again) return { step, fault: { kind: 'unequal' } }
    if (await isPassword(typed.password, account.passwordHash)) return { step, fault: { kind: 'same' } }
    const passwordHash = await hashPassword(typed.password, this.#context.passwordCost)
    const at = isoInstant(clock.now())
    await inTransaction(db, async (trx) => {
      await updateAccount(trx, account.clerkId, { passwordHash, mustChange: false, changedAt: at })
      await this.#note(trx, account.clerkId, 'password-changed')
    })
    return { step: await this.#move(account, this.#next({ ...account, mustChange: false })), fault: null }
  }

  /** The first code of a new second factor: proof that the app has its key. */
  async enrol(typed: { code: string }): Promise<SignInAnswer> {
    const found = await this.#find('enrol')
    const sealed = found?.state.secret
    if (!found || sealed == null) return { step: await this.look(), fault: null }
    const { db, clock } = this.#context
    const { account, state } = found
    const step = await this.#stepOf(state, account)
    const trier = { username: account.username, address: this.#call.address }
    const until = await beginTry(db, trier, clock.now())
    if (until !== null) return { step, fault: { kind: 'wait', until } }
    const secret = openSecret(sealed, await this.#key(), account.clerkId)
    const taken = findStep(secret, typed.code.replace(/\D/g, ''), clock.now())
    if (taken === undefined) return { step, fault: await this.#failed(account.username, account, 'code') }
    await forgive(db, trier, false)
    await inTransaction(db, async (trx) => {
      await updateAccount(trx, account.clerkId, { totpSecret: sealed, totpStep: taken })
      await this.#note(trx, account.clerkId, 'second-factor-set')
    })
    return { step: await this.#move(account, 'recovery'), fault: null }
  }

  /** The clerk has kept the recovery codes. */
  async keepRecoveryCodes(): Promise<SignInAnswer> {
    const found = await this.#find('recovery')
    return { step: found ? await this.#finish(found.account, 'code') : await this.look(), fault: null }
  }

  /** A code of the second factor, or a recovery code in its place. */
  async enterCode(typed: { code: string }): Promise<SignInAnswer> {
    const found = await this.#find('code')
    if (!found) return { step: await this.look(), fault: null }
    const { db, clock } = this.#context
    const { account } = found
    const step = { at: 'code' } as const
    const trier = { username: account.username, address: this.#call.address }
    const until = await beginTry(db, trier, clock.now())
    if (until !== null) return { step, fault: { kind: 'wait', until } }
    const by = await this.#checkCode(account, typed.code.trim())
    if (!by) return { step, fault: await this.#failed(account.username, account, 'code') }
    return { step: await this.#finish(account, by), fault: null }
  }

  async #checkCode(account: Account, code: string): Promise<'code' | 'recovery-code' | undefined> {
    const { db, clock } = this.#context
    const digits = code.replace(/[\s-]/g, '')
    if (!/^\d+$/.test(digits))
      return (await takeRecoveryCode(db, account.clerkId, recoveryHash(code))) ? 'recovery-code' : undefined
    if (account.totpSecret === null) return undefined
    const secret = openSecret(account.totpSecret, await this.#key(), account.clerkId)
    const taken = findStep(secret, digits, clock.now())
    return taken !== undefined && (await takeTotpStep(db, account.clerkId, taken)) ? 'code' : undefined
  }

  async #finish(account: Account, by: 'code' | 'recovery-code'): Promise<SignInStep> {
    const { db, clock } = this.#context
    const { clerkId, username } = account
    await forgive(db, { username, address: this.#call.address }, true)
    await inTransaction(db, async (trx) => {
      await deletePayload(trx, model, this.#call.uid)
      await noteSignIn(trx, clerkId, isoInstant(clock.now()))
      await this.#note(trx, clerkId, 'signed-in', { by })
    })
    return { at: 'done', clerkId }
  }

  async #failed(username: string, account: Account | undefined, reason: string): Promise<SignInFault> {
    const { db, clock } = this.#context
    const trier = { username, address: this.#call.address }
    const until = await waitAfter(db, trier, clock.now())
    const subject = account ? `clerk:${account.clerkId}` : unknownName
    const action = until === null ? 'sign-in-failed' : 'sign-in-blocked'
    const detail = { reason, ...(until !== null && { until }) }
    // Of a name that nobody has, only whether it was the same again; a hash of a password could be guessed for ever.
    const personal = { ...this.#cameFrom(), ...(!account && { name: nameSubject(username) }) }
    await appendAudit(db, { at: isoInstant(clock.now()), actor: 'system', action, subject, detail, personal })
    return until === null ? { kind: 'wrong' } : { kind: 'wait', until }
  }

  async #key(): Promise<Buffer> {
    const { db, clock, config } = this.#context
    return secretsKey(await getIdentityKeys(db, isoInstant(clock.now())), config.secretsKey)
  }

  #next(account: Pick<Account, 'mustChange' | 'totpSecret'>): SignInState['at'] {
    if (account.mustChange) return 'change'
    return account.totpSecret === null ? 'enrol' : 'code'
  }

  /** Goes on to a page and keeps where it stands. */
  async #move(account: Account, at: SignInState['at']): Promise<SignInStep> {
    const { db, clock } = this.#context
    const { clerkId } = account
    const secret = at === 'enrol' ? sealSecret(randomBytes(secretBytes), await this.#key(), clerkId) : null
    const state: SignInState = { clerkId, at, secret }
    await putPayload(db, {
      model,
      id: this.#call.uid,
      payload: { ...state },
      grantId: null,
      uid: null,
      accountId: clerkId,
      expiresAt: isoInstant(clock.now() + stateMilliseconds),
    })
    return this.#stepOf(state, account)
  }

  async #stepOf({ at, secret }: SignInState, account: Account): Promise<SignInStep> {
    if (at === 'recovery') return { at, codes: await this.#drawRecoveryCodes(account.clerkId) }
    if (at !== 'enrol' || secret === null) return at === 'enrol' ? { at: 'password' } : { at }
    const opened = openSecret(secret, await this.#key(), account.clerkId)
    const uri = otpauthUri(opened, { issuer: this.#context.config.nameEn, account: account.username })
    return { at, uri, key: base32(opened) }
  }

  /** They are kept as hashes, so each look at the page makes new ones, in the place of those that were shown before. */
  async #drawRecoveryCodes(clerkId: string): Promise<string[]> {
    const codes = Array.from({ length: recoveryCodes }, () =>
      (base32(randomBytes(recoveryBytes)).match(/.{4}/g) ?? []).join('-'),
    )
    await inTransaction(this.#context.db, (trx) => replaceRecoveryCodes(trx, clerkId, codes.map(recoveryHash)))
    return codes
  }

  /** The sign-in as it was kept, if it stands at this page and its clerk may still come in. */
  async #find(at?: SignInState['at']): Promise<{ state: SignInState; account: Account } | undefined> {
    const { db, clock } = this.#context
    const state = (await findPayload(db, model, this.#call.uid, isoInstant(clock.now()))) as SignInState | undefined
    if (!state || (at !== undefined && state.at !== at)) return undefined
    const account = await findAccount(db, state.clerkId)
    const clerk = await findClerk(db, state.clerkId)
    return account && account.lockedAt === null && clerk?.active ? { state, account } : undefined
  }

  #note(db: AuthorityContext['db'], clerkId: string, action: string, detail: Record<string, string> = {}) {
    const at = isoInstant(this.#context.clock.now())
    const personal = this.#cameFrom()
    return appendAudit(db, { at, actor: clerkId, action, subject: `clerk:${clerkId}`, detail, personal })
  }

  /** An address says where a person was: it lies beside the entry and can be erased. */
  #cameFrom(): { address: string } {
    return { address: this.#call.address }
  }
}
