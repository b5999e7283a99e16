import type { Generated, GeneratedAlways } from 'kysely'
import type { InstantText, Json } from './column-types.ts'

export interface AuditTable {
  id: GeneratedAlways<number>
  at: InstantText
  /** A clerk's id, `member` or `system`. */
  actor: string
  device: string | null
  action: string
  subject: string
  detail: Json<Readonly<Record<string, string | number | boolean | null>>>
  /** Commitments by name. */
  personal: Json<Readonly<Record<string, string>>>
}

export interface AuditPersonalTable {
  commitment: string
  subject: string
  salt: string
  value: string
}

export interface AuditQueueTable {
  id: number
  xid: Generated<string>
}

export interface AuditLeavesTable {
  seq: number
  auditId: number
  hash: string
}

export interface AuditNodesTable {
  level: number
  position: number
  hash: string
}

export interface AuditCheckpointsTable {
  size: number
  root: string
  at: InstantText
  kid: string
  signature: string
}

export interface DeskChainsTable {
  device: string
  number: number
  hash: string
}

export interface DeskChainEntriesTable {
  device: string
  hash: string
}
