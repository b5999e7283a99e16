import { z } from 'zod'
import { ExportProgress } from './reports.ts'
import { CurrentSession } from './session.ts'
import { StoreProgress } from './store.ts'
import { SyncStatus } from './sync.ts'
import { UpdateView } from './update.ts'
import { VaultView } from './vault.ts'

/** What the core tells every window by itself. */
export const deskEvents = {
  /** Rows of these tables changed here; the screens ask again. */
  'data-changed': z.object({
    tables: z.array(
      z.enum([
        'members',
        'requests',
        'clerks',
        'certificates',
        'evidence_lists',
        'reference_versions',
        'schedules',
        'appointments',
        'verifications',
        'outbox',
        'branches',
        // Devices, accounts: what the authority alone holds, changed from here.
        'administration',
      ]),
    ),
  }),
  'sync-status': SyncStatus,
  'session-changed': CurrentSession,
  'vault-changed': VaultView,
  /** The authority wants this device wiped; the vault does it. */
  'wipe-ordered': z.object({}),
  'export-progress': ExportProgress,
  'store-progress': StoreProgress,
  'update-changed': UpdateView,
} as const

export type DeskEventName = keyof typeof deskEvents
export type DeskEvent<Name extends DeskEventName> = z.infer<(typeof deskEvents)[Name]>
