import type { Environment } from '../app/environment.ts'
import { autoLockByDefault } from './machine-policy.ts'
import type { FoundPolicy } from './policy-places.ts'

/** Who decided on the authority's address. */
export type AddressSource = 'policy' | 'environment' | 'default'

/** What this run goes by, when policy, environment and defaults have each had their say. */
export interface RunSettings {
  readonly authorityUrl: string
  readonly authorityFrom: AddressSource
  readonly autoLockMinutes: number
}

/** The policy goes before the environment, and the environment before what the application comes with. */
export function decideSettings(environment: Environment, { policy }: FoundPolicy): RunSettings {
  const { authority, autoLockMinutes } = policy
  return {
    authorityUrl: authority ?? environment.authorityUrl,
    authorityFrom: authority === undefined ? environment.authorityFrom : 'policy',
    autoLockMinutes: autoLockMinutes ?? autoLockByDefault,
  }
}
