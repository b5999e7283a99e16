import type { ColumnType, Generated } from 'kysely'
import type { DocumentType } from '#shared/domain/documents.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import type { InstantText, Json } from './column-types.ts'

/** Where each row stands in the order of commits; docs/sync.md, "Pull". One row per scope and record. */
export interface FeedTable {
  scope: string
  tableName: string
  rowId: string
  /** Transaction and number of the latest change, as text: both are wider than a JavaScript number. */
  xid: ColumnType<string, string | undefined, string>
  id: ColumnType<string, string | undefined, string>
  version: number
  gone: Generated<boolean>
}

export interface CommandsTable {
  id: string
  device: string
  actor: string
  seq: number
  kind: string
  /** SHA-256 (hex) of the signed text. */
  bodyHash: string
  /** `deferred` until the command of this seq arrives after all. */
  state: 'settled' | 'deferred'
  receipt: Json<Receipt>
  receivedAt: InstantText
}

export interface DeviceKeysTable {
  device: string
  clerkId: string
  /** Ed25519, raw 32 bytes in base64url. */
  publicKey: string
  enrolledAt: InstantText
}

export interface UploadsTable {
  hash: string
  device: string
  size: number
  bytes: Uint8Array
  mediaType: Generated<DocumentType | null>
  updatedAt: InstantText
}

export interface SealedOutboxesTable {
  device: string
  at: InstantText
  bytes: Uint8Array
}
