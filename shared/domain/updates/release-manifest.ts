import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { Instant } from '../members/member.ts'

/** Three numbers; releases have no other parts, so that any two can be compared. */
export const ReleaseVersion = z.string().regex(/^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}$/)

/** Who gets a release: everybody, or those who try it first. */
export const ReleaseChannel = z.enum(['stable', 'early'])
export type ReleaseChannel = z.infer<typeof ReleaseChannel>

/**
 * What a release says of itself. Signed with a key that no update server has, so that whoever holds the server can
 * withhold a release and nothing more.
 */
export const ReleaseManifest = z.strictObject({
  format: z.literal(1),
  version: ReleaseVersion,
  channel: ReleaseChannel,
  platform: z.enum(['win32', 'darwin', 'linux']),
  arch: z.enum(['x64', 'arm64', 'universal']),
  /** The installer: its name beside the manifest, its bytes, and SHA-512 of them in base64. */
  file: z.strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/),
    bytes: z.int().min(1),
    sha512: z.base64().length(88),
  }),
  /** The store's schema that it brings. */
  schema: z.int().min(1),
  /** The oldest version that may be brought up to this one in one step. */
  minimumFrom: ReleaseVersion,
  /** Of a hundred machines, how many may have it already. */
  rollout: z.int().min(0).max(100),
  releasedAt: Instant,
})
export type ReleaseManifest = z.infer<typeof ReleaseManifest>

/** A manifest as it travels: its exact bytes as text, and the Ed25519 signatures of them in base64. */
export const SignedRelease = z.strictObject({
  manifest: z.string().max(10_000),
  signatures: z.array(z.base64().length(88)).min(1).max(4),
})
export type SignedRelease = z.infer<typeof SignedRelease>

/** Name of a signed manifest beside its installer, and inside of an offline package. */
export function manifestNameOf({
  channel,
  platform,
  arch,
}: Pick<ReleaseManifest, 'channel' | 'platform' | 'arch'>): string {
  return `${channel}-${platform}-${arch}.json`
}

/** The text of a manifest that is signed: always the same for the same manifest. */
export const manifestText = (manifest: ReleaseManifest): string => canonicalJson(manifest)

/** Below zero when `a` is the older one, 0 when they are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let part = 0; part < 3; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
