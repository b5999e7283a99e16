import type { KeepLists } from '#core/repositories/kept-lists.ts'
import type { AuthorityRequest } from '#core/sync/authority-line.ts'
import type { Channel } from '#shared/contracts/contract-map.ts'
import type { DeskEventName } from '#shared/contracts/events.ts'
import type { ErrorCode, ErrorDetail } from '#shared/kernel/errors.ts'

/** What a thread opens its store with. */
export interface WorkerStart {
  readonly profileDir: string
  readonly key: Uint8Array
  readonly authorityUrl: string
  readonly demo: boolean
  readonly isProtected: boolean
  readonly backgroundSync: boolean
  /** Keeps the network away altogether. */
  readonly offline: boolean
  /** Whether the network is the host's, over messages. */
  readonly hostNetwork: boolean
  /** Milliseconds by which this desk's clock is set off from the machine's. */
  readonly clockOffset: number
  /** The application's version, '' where nobody says it. */
  readonly appVersion?: string
  /** The id of this device where it is known before the store is open; a demo desk makes one. */
  readonly device?: string
  /** What an administrator reads in the list of devices. */
  readonly deviceName?: string
  /** Four bytes that this thread and its owner share: a 1 stops the repair that runs while the store is opened. */
  readonly repairStop?: SharedArrayBuffer
}

/** What the keeper of the vault is started with. */
export interface KeeperStart extends Pick<WorkerStart, 'profileDir' | 'authorityUrl' | 'hostNetwork' | 'clockOffset'> {
  readonly deviceSecret: Uint8Array
  readonly device: string
  readonly deviceName: string
}

/** The keeper's errands; docs/vault.md, "The keeper". */
export type KeeperErrand =
  | 'keeper.describe'
  | 'keeper.unlock'
  | 'keeper.signIn'
  | 'keeper.cancelSignIn'
  | 'keeper.enrol'
  | 'keeper.reopen'
  | 'keeper.again'
  | 'keeper.change'
  | 'keeper.forget'
  | 'keeper.wipe'
  | 'keeper.resumeWipe'
  | 'keeper.notes'
  | 'keeper.dropNotes'

/**
 * A channel, or the writer's own errands: for `requests.document`, `certificates.verify`, `store.repair` and searches, for
 * somebody who has unlocked the vault, and what is noted of reads.
 */
export type Errand =
  | Channel
  | 'document.fetch'
  | 'verification.keep'
  | 'repair.report'
  | 'clerk.enter'
  | 'lists.keep'
  | 'clerk.forget'
  | 'outbox.collect'
  | 'notes.keep'
  | 'notes.ofVault'

export type ToWorker =
  | {
      readonly type: 'call'
      readonly id: number
      readonly errand: Errand | KeeperErrand
      readonly input: unknown
      readonly clerkId: string | null
    }
  /** Open the store: the first message to a thread, which has loaded its code and waits. */
  | { readonly type: 'open'; readonly start: WorkerStart | KeeperStart }
  | { readonly type: 'close' }
  /** Members changed: what is kept of them in memory can follow now. */
  | { readonly type: 'warm' }
  /** Rows were written: the counter looks whether the log is worth being written back. */
  | { readonly type: 'checkpoint' }
  /** The writer has put down what the reader gave it; null when it could not. */
  | { readonly type: 'lists-kept'; readonly answer: { readonly more: boolean } | null }
  | { readonly type: 'fetch-head'; readonly id: number; readonly status: number; readonly headers: [string, string][] }
  | { readonly type: 'fetch-chunk'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'fetch-end'; readonly id: number }
  | { readonly type: 'fetch-failed'; readonly id: number; readonly message: string }

export type WorkerAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail: ErrorDetail; readonly trace: string }

export type FromWorker =
  | { readonly type: 'ready'; readonly clerkId: string | null }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly detail: ErrorDetail; readonly trace: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: WorkerAnswer }
  | { readonly type: 'event'; readonly name: DeskEventName; readonly payload: unknown }
  /** Lists of members, for the writer to put down. */
  | { readonly type: 'keep-lists'; readonly lists: KeepLists }
  | {
      readonly type: 'fetch'
      readonly id: number
      readonly url: string
      readonly method: AuthorityRequest['method']
      readonly headers: Readonly<Record<string, string>>
      readonly body: NonNullable<AuthorityRequest['body']> | null
    }
  /** The system's browser is wanted, for a sign-in at the authority. */
  | { readonly type: 'browser'; readonly url: string }
  /** The lock shows something else now. */
  | { readonly type: 'vault-changed' }
  | { readonly type: 'fetch-abort'; readonly id: number }
  /** The worker takes one more piece of the body. */
  | { readonly type: 'fetch-more'; readonly id: number }
