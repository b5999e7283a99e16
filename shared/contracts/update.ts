import { z } from 'zod'
import { Instant } from '../domain/members/member.ts'
import { ReleaseChannel, ReleaseVersion } from '../domain/updates/release-manifest.ts'
import { contract } from './contract.ts'

const Bytes = z.number().int().nonnegative()

/** How the application stands with its updates. */
export const UpdateView = z.object({
  /** `off`: a development build, which never updates itself. */
  mode: z.enum(['on', 'off']),
  current: z.string(),
  channel: ReleaseChannel,
  /** When the update server last answered. */
  lastCheckAt: Instant.nullable(),
  /** `none`: nothing newer for this machine, as far as is known. `ready`: proven, and installed when the desk quits. */
  step: z.enum(['none', 'checking', 'available', 'downloading', 'proving', 'ready']),
  /** The release that the step is about. */
  release: z.object({ version: ReleaseVersion, releasedAt: Instant, bytes: Bytes }).nullable(),
  /** Bytes that have come, while it is fetched. */
  received: Bytes,
  /** Whether it came out of an offline package. */
  offline: z.boolean(),
})
export type UpdateView = z.infer<typeof UpdateView>

const whileOn = ['channel/needs-window', 'update/off'] as const
const ofRelease = [
  'update/not-signed',
  'update/older',
  'update/wrong-machine',
  'update/step-missing',
  'update/damaged',
  'store/full',
] as const

/** Updates of the application: looked for by itself, fetched when a clerk says so, installed when the desk quits. */
export const updateContracts = {
  'update.get': contract({
    lane: 'window',
    needs: 'nobody',
    input: z.strictObject({}),
    output: UpdateView,
    errors: ['channel/needs-window'],
  }),
  /** Asks the update server now. */
  'update.check': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({}),
    output: UpdateView,
    errors: [...whileOn, ...ofRelease, 'update/unreachable'],
  }),
  /** Fetches the release that was found, and proves it; answers when that is done. */
  'update.download': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({}),
    output: UpdateView,
    errors: [...whileOn, ...ofRelease, 'update/unreachable', 'update/cancelled'],
  }),
  /** Gives up a download. */
  'update.cancel': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({}),
    output: UpdateView,
    errors: whileOn,
  }),
  /** Asks for an offline package (.mdu) and proves the release in it. */
  'update.openPackage': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({ language: z.enum(['ar', 'en']) }),
    output: UpdateView,
    errors: [...whileOn, ...ofRelease, 'update/cancelled'],
  }),
  /** Quits now, which installs what is ready. */
  'update.install': contract({
    lane: 'window',
    needs: 'clerk',
    input: z.strictObject({}),
    output: z.object({}),
    errors: [...whileOn, 'update/not-ready'],
  }),
} as const
