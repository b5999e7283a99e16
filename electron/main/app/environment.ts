import { join } from 'node:path'

/** How this run of the desk was asked to be. */
export interface Environment {
  /** Folder of the profile; undefined: the operating system's place for this application. */
  readonly profile: string | undefined
  /** Address of the authority. */
  readonly authorityUrl: string
  readonly authorityFrom: 'environment' | 'default'
  readonly demo: boolean
  /** By how many milliseconds this desk's clock runs ahead of the machine's; more than 0 in demo mode only. */
  readonly clockAhead: number
}

const authorityByDefault = 'http://127.0.0.1:47600'

/**
 * Reads the environment variables. An address that is no http(s) URL is refused at once: a desk that talks to a
 * wrong place must not start. `MUMARIS_CLOCK_AHEAD_HOURS` lets a demo show what is too old; elsewhere it is refused.
 *
 * @throws {Error} naming the variable.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const authorityUrl = variables.MUMARIS_AUTHORITY ?? authorityByDefault
  const protocol = URL.canParse(authorityUrl) ? new URL(authorityUrl).protocol : ''
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Error(`MUMARIS_AUTHORITY is no http address: ${authorityUrl}`)
  }
  const demo = variables.MUMARIS_DEMO === '1'
  const hoursAhead = Number(variables.MUMARIS_CLOCK_AHEAD_HOURS ?? 0)
  if (!(hoursAhead >= 0 && hoursAhead <= 10_000) || (hoursAhead > 0 && !demo)) {
    throw new Error('MUMARIS_CLOCK_AHEAD_HOURS is a number of hours, and for demo mode only')
  }
  return {
    profile: variables.MUMARIS_PROFILE ? join(variables.MUMARIS_PROFILE) : undefined,
    authorityUrl,
    authorityFrom: variables.MUMARIS_AUTHORITY === undefined ? 'default' : 'environment',
    demo,
    clockAhead: hoursAhead * 3_600_000,
  }
}
