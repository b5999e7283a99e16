import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isSecureAddress } from '#shared/kernel/secure-address.ts'
import type { MachinePolicy } from '../policy/machine-policy.ts'
import type { UpdateSource } from './updates.ts'

/** What a release build writes into its package.json (tools/release/builder-options.ts). */
export const BuiltFor = z.object({
  updates: z.literal('on'),
  updateFeed: z.url(),
  updateKeys: z.array(z.base64()).min(1),
})

const asFolder = (address: string): string => (address.endsWith('/') ? address : `${address}/`)

export interface SourceOptions {
  readonly appFolder: string
  readonly isPackaged: boolean
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly policy: MachinePolicy
}

/**
 * Where this build's updates come from and who may sign them. A development build has none, unless its own variables name
 * both (`MUMARIS_UPDATE_FEED`, `MUMARIS_UPDATE_KEYS`); a packed one never looks at those. A policy names another server,
 * never other keys.
 */
export function readUpdateSource({ appFolder, isPackaged, variables, policy }: SourceOptions): UpdateSource | null {
  if (!isPackaged) {
    const { MUMARIS_UPDATE_FEED: feed, MUMARIS_UPDATE_KEYS: keys } = variables
    if (!feed || !keys || !isSecureAddress(new URL(feed))) return null
    return { feed: asFolder(policy.updateFeed ?? feed), keys: keys.split(',') }
  }
  const built = BuiltFor.safeParse(JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')))
  if (!built.success) return null
  return { feed: asFolder(policy.updateFeed ?? built.data.updateFeed), keys: built.data.updateKeys }
}
