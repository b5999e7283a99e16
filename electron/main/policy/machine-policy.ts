import { z } from 'zod'
import { ReleaseChannel } from '#shared/domain/updates/release-manifest.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isSecureAddress } from '#shared/kernel/secure-address.ts'

/** Minutes without a key or a pointer after which a screen locks where no policy says fewer. */
export const autoLockByDefault = 10

const Address = z.string().refine((address) => URL.canParse(address) && isSecureAddress(new URL(address)))

/**
 * What an administrator has laid down for a machine. A name that is not here is refused: a policy that was misspelt must
 * not look like one that holds.
 */
export const MachinePolicy = z.strictObject({
  /** The authority's address: https, or this very machine. */
  authority: Address.optional(),
  /** A screen locks after so many minutes at the latest; never more than without a policy. */
  autoLockMinutes: z.int().min(1).max(autoLockByDefault).optional(),
  /** Another update server than the build's; its releases must be signed by the same keys. */
  updateFeed: Address.optional(),
  /** Which releases this machine gets: what everybody has, or what is tried first. */
  updateChannel: ReleaseChannel.optional(),
})
export type MachinePolicy = z.infer<typeof MachinePolicy>

/** Where a policy was found. */
export interface PolicyPlace {
  readonly kind: 'registry' | 'managed-preferences' | 'file'
  /** The registry key or the file. */
  readonly place: string
}

/** @throws {AppError} `policy/invalid` with the place and the name of what is wrong there. */
export function parsePolicy(value: unknown, { place }: PolicyPlace): MachinePolicy {
  const parsed = MachinePolicy.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : (issue?.path.join('.') ?? '')
  throw new AppError('policy/invalid', { place, field: field.slice(0, 100) })
}

/** Parses the text of a policy file. @throws {AppError} `policy/invalid`. */
export function parsePolicyText(text: string, place: PolicyPlace): MachinePolicy {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw new AppError('policy/invalid', { place: place.place, reason: 'json' }, { cause: thrown })
  }
  return parsePolicy(value, place)
}
