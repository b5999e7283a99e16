import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { DecideCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import { listClerks } from '../../repositories/clerks.ts'
import type { StoredCommand } from '../../repositories/commands.ts'
import { listAddressHolders, listIdHolders, listMembersForUpdate } from '../../repositories/members.ts'
import { readBook } from '../../repositories/reference.ts'
import { listRequestsForUpdate } from '../../repositories/requests.ts'
import { type DecideFacts, proposedAddress } from './decide-request.ts'

/**
 * What decisions rest on, read for a whole group of them at once and kept true while they change it: the rows are
 * locked, so that nobody else does.
 */
export interface DecisionGround {
  factsOf(command: DecideCommand, after: StoredCommand | undefined): DecideFacts
  /** What a decision made of its rows. */
  note(request: Request, member: Member | undefined): void
}

const isSomething = <T>(value: T | undefined | null | ''): value is T => Boolean(value)

/** Reads and locks what these commands are about: requests first, then members, each in order of their ids. */
export async function openGround(trx: Db, commands: readonly DecideCommand[]): Promise<DecisionGround> {
  const found = await listRequestsForUpdate(trx, [...new Set(commands.map(({ args }) => args.requestId))])
  const requests = new Map(found.map((request) => [request.id, request]))
  const clerks = new Map<string, Clerk>()
  const members = new Map<string, Member>()
  /** Holders by address; whoever is not in it is not looked for. */
  const addresses = new Map<string, string>()
  /** Holders by ID number: several when a number stands there twice. */
  const idNos = new Map<string, Set<string>>()
  const book = commands.length > 0 ? await readBook(trx) : shippedBook
  if (commands.length > 0) {
    const actors = [...new Set(commands.map(({ actor }) => actor))]
    for (const clerk of await listClerks(trx, actors)) clerks.set(clerk.id, clerk)
  }
  if (found.length > 0) {
    for (const member of await listMembersForUpdate(trx, [...new Set(found.map(({ memberId }) => memberId))]))
      members.set(member.id, member)
    const emails = found.map(proposedAddress).filter(isSomething)
    if (emails.length > 0) for (const { id, email } of await listAddressHolders(trx, emails)) addresses.set(email, id)
    const numbers = found.map(({ proposed }) => proposed.idNo).filter(isSomething)
    if (numbers.length > 0)
      for (const { id, idNo } of await listIdHolders(trx, numbers))
        idNos.set(idNo, (idNos.get(idNo) ?? new Set()).add(id))
  }

  return {
    factsOf({ actor, args }, after) {
      const request = requests.get(args.requestId)
      const member = request && members.get(request.memberId)
      const address = request && proposedAddress(request)
      const idNo = request?.proposed.idNo
      const others = [...(idNos.get(idNo ?? '') ?? [])].filter((id) => id !== request?.memberId)
      return {
        clerk: clerks.get(actor),
        request,
        member,
        after,
        addressHolder: address === undefined ? null : (addresses.get(address) ?? 'none'),
        book,
        idHolder: idNo ? (others[0] ?? 'none') : null,
      }
    },
    note(request, member) {
      requests.set(request.id, request)
      if (!member) return
      const before = members.get(member.id)
      members.set(member.id, member)
      if (before && before.email !== member.email) {
        const left = normaliseEmail(before.email)
        if (addresses.get(left) === member.id) addresses.delete(left)
        // A closed file keeps no address from anybody, and no decision opens one.
        if (!['revoked', 'deceased', 'merged'].includes(member.state))
          addresses.set(normaliseEmail(member.email), member.id)
      }
      if (before && before.idNo !== member.idNo) {
        idNos.get(before.idNo)?.delete(member.id)
        idNos.set(member.idNo, (idNos.get(member.idNo) ?? new Set()).add(member.id))
      }
    },
  }
}
