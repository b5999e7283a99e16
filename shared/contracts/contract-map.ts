import type { z } from 'zod'
import { administrationContracts } from './administration.ts'
import { appointmentContracts } from './appointments.ts'
import { auditContracts } from './audit.ts'
import { certificateContracts } from './certificates.ts'
import { desktopContracts } from './desktop.ts'
import { deviceContracts } from './device.ts'
import { homeContracts } from './home.ts'
import { memberContracts } from './members.ts'
import { referenceContracts } from './reference.ts'
import { reportContracts } from './reports.ts'
import { requestContracts } from './requests.ts'
import { sessionContracts } from './session.ts'
import { storeContracts } from './store.ts'
import { supportContracts } from './support.ts'
import { syncContracts } from './sync.ts'
import { updateContracts } from './update.ts'
import { vaultContracts } from './vault.ts'

/** Every channel between a screen (or the `call` tool) and the core. The only index of its kind in the project. */
export const contracts = {
  ...sessionContracts,
  ...vaultContracts,
  ...memberContracts,
  ...requestContracts,
  ...certificateContracts,
  ...appointmentContracts,
  ...reportContracts,
  ...homeContracts,
  ...desktopContracts,
  ...deviceContracts,
  ...updateContracts,
  ...supportContracts,
  ...syncContracts,
  ...storeContracts,
  ...auditContracts,
  ...administrationContracts,
  ...referenceContracts,
} as const

export type Channel = keyof typeof contracts
/** What a caller passes: defaults may be left out. */
export type ChannelInput<C extends Channel> = z.input<(typeof contracts)[C]['input']>
/** What a handler receives: parsed, defaults filled. */
export type ParsedInput<C extends Channel> = z.output<(typeof contracts)[C]['input']>
export type ChannelOutput<C extends Channel> = z.output<(typeof contracts)[C]['output']>

/** Whether a word from outside names a channel. */
export function isChannel(word: string): word is Channel {
  return Object.hasOwn(contracts, word)
}

/** The answer of every call: a value, or an error of the table. Never silence. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly error: {
        readonly code: string
        readonly detail: Readonly<Record<string, string | number | boolean | null>>
      }
    }
