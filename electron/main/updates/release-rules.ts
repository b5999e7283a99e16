import { createHash } from 'node:crypto'
import { compareVersions, type ReleaseChannel, type ReleaseManifest } from '#shared/domain/updates/release-manifest.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** What an update has to fit. */
export interface Installation {
  readonly version: string
  readonly platform: string
  readonly arch: string
  readonly channel: ReleaseChannel
}

/** Whether a release is of this kind of machine. macOS has one installer for both of its processors. */
function isOfThisMachine({ platform, arch }: ReleaseManifest, here: Installation): boolean {
  return platform === here.platform && (arch === here.arch || arch === 'universal')
}

/**
 * Whether a release may be installed over this one: of this machine and channel, newer, and in one step. An older one
 * would not understand the store, so there is no way down but the one that a failed update offers.
 *
 * @throws {AppError} `update/wrong-machine`, `update/older`, `update/step-missing`.
 */
export function requireFitting(manifest: ReleaseManifest, here: Installation): void {
  const { version, channel, minimumFrom } = manifest
  if (!isOfThisMachine(manifest, here))
    throw new AppError('update/wrong-machine', { platform: manifest.platform, arch: manifest.arch })
  // Whoever has the stable channel must not be given a trial; an early desk may have what everybody has.
  if (channel === 'early' && here.channel === 'stable') throw new AppError('update/wrong-machine', { channel })
  if (compareVersions(version, here.version) <= 0) throw new AppError('update/older', { version, here: here.version })
  if (compareVersions(here.version, minimumFrom) < 0)
    throw new AppError('update/step-missing', { version, from: minimumFrom, here: here.version })
}

/**
 * Whether a machine's turn has come. Its place among a hundred hangs on its id and on the version, so that it is not the
 * same machines that go first each time; as the percentage grows, nobody who was in falls out.
 */
export function isInRollout(
  { version, rollout }: Pick<ReleaseManifest, 'version' | 'rollout'>,
  machineId: string,
): boolean {
  const place = createHash('sha256').update(`${version} ${machineId}`).digest().readUInt32BE(0) / 2 ** 32
  return place * 100 < rollout
}
