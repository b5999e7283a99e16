import { z } from 'zod'
import { contract } from './contract.ts'

/** What runs here, whom it speaks with, and who decided on that. */
export const DeviceAbout = z.object({
  /** Versions of the application and of what it stands on. */
  versions: z.object({ application: z.string(), electron: z.string(), chromium: z.string(), node: z.string() }),
  /** The operating system's name and version, and the kind of processor. */
  system: z.object({ platform: z.string(), release: z.string(), arch: z.string() }),
  authority: z.object({ url: z.string(), from: z.enum(['policy', 'environment', 'default']) }),
  /** The policy of this machine and the names that it sets; null where none was laid down. */
  policy: z
    .object({
      kind: z.enum(['registry', 'managed-preferences', 'file']),
      place: z.string(),
      sets: z.array(z.string()),
    })
    .nullable(),
})
export type DeviceAbout = z.infer<typeof DeviceAbout>

/** What only the process that holds the application knows of the machine. */
export const deviceContracts = {
  /** Anybody may ask: it is what support asks first. */
  'device.about': contract({
    lane: 'window',
    needs: 'nobody',
    input: z.strictObject({}),
    output: DeviceAbout,
    errors: ['channel/needs-window'],
  }),
} as const
