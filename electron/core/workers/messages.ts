import type { AuthorityRequest } from '#core/sync/authority-line.ts'
import type { Channel } from '#shared/contracts/contract-map.ts'
import type { DeskEventName } from '#shared/contracts/events.ts'
import type { ErrorCode, ErrorDetail } from '#shared/kernel/errors.ts'

/** What a worker is started with. */
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
}

/** A channel, or the writer's own errands for `requests.document`, `certificates.verify` and `store.repair`. */
export type Errand = Channel | 'document.fetch' | 'verification.keep' | 'repair.report'

export type ToWorker =
  | {
      readonly type: 'call'
      readonly id: number
      readonly errand: Errand
      readonly input: unknown
      readonly clerkId: string | null
    }
  | { readonly type: 'close' }
  /** Members changed: what is kept of them in memory can follow now. */
  | { readonly type: 'warm' }
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
  | {
      readonly type: 'fetch'
      readonly id: number
      readonly url: string
      readonly method: AuthorityRequest['method']
      readonly headers: Readonly<Record<string, string>>
      readonly body: NonNullable<AuthorityRequest['body']> | null
    }
  | { readonly type: 'fetch-abort'; readonly id: number }
  /** The worker takes one more piece of the body. */
  | { readonly type: 'fetch-more'; readonly id: number }
