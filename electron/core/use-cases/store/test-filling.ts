import type { Store } from '#core/db/store.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { buildAppointment, buildClerk, buildEmailChange, buildMember, fixedClock } from '#shared/testing/builders.ts'
import type { WriteContext } from '../desk-context.ts'
import { decideRequest } from '../requests/decide-request.ts'

export const at = '2026-11-22T07:00:00.000Z'
export const noura = buildClerk({ id: 'noura' })
export const salem = buildClerk({ id: 'salem', role: 'supervisor', nameAr: 'سالم', nameEn: 'Salem' })

/** What use-cases need, for a desk whose line is down; ids go on from those that its outbox holds. */
export function contextOf(store: Store): WriteContext {
  const row = store.findOf<{ last: number }>('SELECT coalesce(max(position), 0) AS last FROM outbox')
  let last = row?.last ?? 0
  return { store, clock: fixedClock(), lineIsUp: () => false, newId: () => `command-${(last += 1)}` }
}

/** A request as the `n`th member made it. */
export function requestOf(n: number): Request {
  const member = buildMember({ id: `member-${n}`, membershipNo: String(20_000_000 + n), email: `canary${n}@mail.sa` })
  return buildEmailChange(member, {
    id: `request-${n}`,
    number: `R-48-${100_000 + n}`,
    proposed: { email: `f.alqahtani${n}@alwaha.sa` },
  })
}

/** A desk with two clerks, and `members` members of whom each has an e-mail change and every tenth an appointment. */
export function fillStore(store: Store, members: number): void {
  store.transaction(() => {
    putSetting(store, 'device', 'desk-1')
    putSetting(store, 'authority', { nameAr: 'هيئة', nameEn: 'Authority', demo: true, epoch: 'e', protocol: 1 })
    for (const clerk of [noura, salem]) {
      putClerk(store, clerk, JSON.stringify(clerk), 1)
      enrolClerk(store, clerk.id, at)
    }
    for (const scope of ['directory', 'branch:riyadh'])
      putCursor(store, { scope, epoch: 'e', cursor: 'c', caughtUp: true, totals: { members }, rows: 0, pulledAt: at })
    for (let n = 1; n <= members; n += 1) putOne(store, n)
  })
}

function putOne(store: Store, n: number): void {
  const member = buildMember({
    id: `member-${n}`,
    membershipNo: String(20_000_000 + n),
    email: `canary${n}@mail.sa`,
    nameAr: { first: 'فهد', father: `ناصر${n % 97}`, grandfather: `جد${n % 13}`, family: 'القحطاني' },
  })
  putMember(store, member, JSON.stringify(member), 1, at)
  const request = requestOf(n)
  putRequest(store, request, JSON.stringify(request), 1)
  if (n % 10 !== 0) return
  const appointment = buildAppointment({ id: `appointment-${n}`, number: `A-48-${n}` })
  putAppointment(store, appointment, JSON.stringify(appointment), 1)
}

/** Noura rejects the requests `from` to `to`. Answers the ids of the commands. */
export function decideSome(context: WriteContext, from: number, to: number): string[] {
  const ids: string[] = []
  for (let n = from; n <= to; n += 1) {
    const { id, revisionHash } = requestOf(n)
    const reasons = ['REJ-RECENT-RECOVERY']
    ids.push(decideRequest(context, noura, { id, decision: 'reject', reasons, remarks: '', revisionHash }).commandId)
  }
  return ids
}

/** Every command here, in order: who, number, state and signed body. */
export function listCommands(store: Store): { id: string; actor: string; seq: number; state: string; body: string }[] {
  return store.allOf('SELECT id, actor, seq, state, body FROM outbox ORDER BY position')
}
