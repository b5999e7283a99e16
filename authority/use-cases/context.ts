import type { Clock, Logger, NewId } from '#shared/kernel/ports.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/types.ts'
import type { PasswordCost } from './identity/passwords.ts'

/** What every use-case is given. */
export interface AuthorityContext {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Logger
  readonly config: Config
  /** What a password's hash costs; nothing but tests says less than the usual. */
  readonly passwordCost?: PasswordCost
}
