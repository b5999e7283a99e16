import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { Instant } from '../members/member.ts'
import { AuditDetail, HashText } from './audit-log.ts'
import { hexOf, type Sha256 } from './merkle.ts'

/** What happens at the vault of a desk, mostly while its store and this chain are closed. */
export const vaultActions = [
  'desk.enrolled',
  'desk.unlock-refused',
  'desk.slot-destroyed',
  'desk.passphrase-changed',
] as const

/** What happens at a desk alone. The authority takes later ones too: whatever begins with `desk.`. */
export const deskActions = [
  ...vaultActions,
  'desk.locked',
  'desk.reopened',
  'desk.signed-in',
  'desk.signed-out',
  'desk.unlocked',
  'desk.members-searched',
  'desk.member-read',
  'desk.request-read',
  'desk.certificate-read',
  'desk.document-read',
  'desk.certificate-verified',
  'desk.exported',
  'desk.paper-saved',
  'desk.copied',
  'desk.taken-back',
  'desk.redone',
  'desk.discarded',
  'desk.clock-jumped',
  'desk.log-altered',
  'desk.log-restored',
  'desk.store-repaired',
] as const
export type DeskAction = (typeof deskActions)[number]

/** Something that happened at this desk, before it has its place in the chain. Fields and numbers, never what was typed. */
export interface DeskNote {
  /** A clerk's id, or `system`. */
  readonly actor: string
  readonly action: DeskAction
  /** `member:…`, `request:…`, `certificate:…`, `report:…`, or `device`. */
  readonly subject: string
  readonly detail?: AuditDetail
}

/** Something that happened at the vault, for the desk's audit chain, which lies in the store that may be closed. */
export const VaultNote = z.strictObject({
  /** Without gaps: the chain takes each of them once. */
  number: z.number().int().positive(),
  at: Instant,
  actor: z.string().min(1).max(64),
  action: z.enum(vaultActions),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type VaultNote = z.infer<typeof VaultNote>

const Word = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21-\x7e]+$/)

/** A link of a desk's chain: each has the hash of the one before. Numbers have no gaps, from 1. */
export const ChainEntry = z.strictObject({
  number: z.number().int().positive(),
  at: Instant,
  actor: Word,
  action: z.string().regex(/^desk\.[a-z-]{1,40}$/),
  subject: Word,
  detail: AuditDetail.refine((detail) => JSON.stringify(detail).length <= 2000),
  previous: HashText,
  hash: HashText,
})
export type ChainEntry = z.infer<typeof ChainEntry>

/** What the first link has in the place of a hash before it. */
export const chainStart = '0'.repeat(64)

/** The hash of a link: SHA-256 of the canonical JSON of everything else in it. */
export function chainHash(sha256: Sha256, entry: Omit<ChainEntry, 'hash'>): string {
  const { number, at, actor, action, subject, detail, previous } = entry
  const text = canonicalJson({ number, at, actor, action, subject, detail, previous })
  return hexOf(sha256(new TextEncoder().encode(text)))
}

/** Where a chain stands. */
export interface ChainHead {
  readonly number: number
  readonly hash: string
}

/**
 * What is wrong with a link that comes after a head: it is not what its hash says, links before it are missing, or it
 * tells another story than the one that was told.
 */
export type ChainFault = 'forged' | 'gap' | 'rewritten'

/** Whether a link follows a head (`undefined`: nothing came before). */
export function judgeLink(sha256: Sha256, head: ChainHead | undefined, entry: ChainEntry): ChainFault | undefined {
  if (chainHash(sha256, entry) !== entry.hash) return 'forged'
  const { number, hash } = head ?? { number: 0, hash: chainStart }
  if (entry.number > number + 1) return 'gap'
  return entry.number === number + 1 && entry.previous === hash ? undefined : 'rewritten'
}
