import type { Member } from '#shared/domain/members/member.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Db } from '../../db/types.ts'
import {
  confirmApprovals,
  type FirstApproval,
  openApprovals,
  type SecondApproval,
  voidApprovals,
} from '../../repositories/approvals.ts'
import { type AuditEntry, appendAudits } from '../../repositories/audit.ts'
import { type StoredCommand, saveStored } from '../../repositories/commands.ts'
import { type FeedEntry, publish } from '../../repositories/feed.ts'
import { insertMail, type OutgoingMail } from '../../repositories/mail.ts'
import { updateMembers } from '../../repositories/members.ts'
import { updateRequests } from '../../repositories/requests.ts'

/**
 * What a group of commands has decided and not written yet: one statement a table instead of several a command. Whoever
 * reads the tables, or decides a second time on a request, flushes it first.
 */
export class PendingWrites {
  readonly #requests = new Map<string, Request>()
  readonly #members = new Map<string, Member>()
  readonly #entries = new Map<string, FeedEntry>()
  readonly confirmed: SecondApproval[] = []
  readonly voided: string[] = []
  readonly opened: FirstApproval[] = []
  readonly letters: OutgoingMail[] = []
  readonly audits: AuditEntry[] = []
  readonly commands: StoredCommand[] = []

  /** Whether a decision about this request waits to be written. */
  hasRequest(id: string): boolean {
    return this.#requests.has(id)
  }

  putRequest(request: Request): void {
    this.#requests.set(request.id, request)
  }

  putMember(member: Member): void {
    this.#members.set(member.id, member)
  }

  /** Puts records at the head of the feed; of one that changed twice, the newest. */
  publish(entries: readonly FeedEntry[]): void {
    for (const entry of entries) this.#entries.set(`${entry.scope} ${entry.table} ${entry.id}`, entry)
  }

  /** Writes everything, approvals before the rows that a trigger lets pass for them alone. */
  async flush(trx: Db): Promise<void> {
    await confirmApprovals(trx, this.confirmed.splice(0))
    await voidApprovals(trx, this.voided.splice(0))
    await openApprovals(trx, this.opened.splice(0))
    await updateRequests(trx, [...this.#requests.values()])
    await updateMembers(trx, [...this.#members.values()])
    await insertMail(trx, this.letters.splice(0))
    await appendAudits(trx, this.audits.splice(0))
    await publish(trx, [...this.#entries.values()])
    await saveStored(trx, this.commands.splice(0))
    this.#requests.clear()
    this.#members.clear()
    this.#entries.clear()
  }
}
