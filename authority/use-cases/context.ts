import type { Clock, Logger, NewId } from '#shared/kernel/ports.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/types.ts'

/** What every use-case is given. */
export interface AuthorityContext {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Logger
  readonly config: Config
}
