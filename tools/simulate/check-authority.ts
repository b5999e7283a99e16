import type { Db } from '#authority/db/types.ts'
import { listRows } from '#authority/repositories/feed.ts'
import { scopesOf } from '#authority/use-cases/session/scopes.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { listEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { listUnreceipted } from '#core/repositories/outbox.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { checkAudit } from './check-audit.ts'
import { type Complain, checkDerived, checkOutbox, checkOverlays } from './check-desk.ts'
import { checkDocuments, checkHandedIn } from './check-documents.ts'
import { checkTime } from './check-time.ts'
import type { SimDesk } from './sim-desk.ts'
import { worldSchedules } from './world.ts'

/** The register as it stands, read once for all checks. */
async function readRegister(db: Db) {
  const [commands, audit, requests, certificates, appointments, approvals, revocations, clerks] = [
    await db.selectFrom('commands').selectAll().orderBy('device').orderBy('actor').orderBy('seq').execute(),
    await db.selectFrom('audit').selectAll().orderBy('id').execute(),
    await db.selectFrom('requests').selectAll().execute(),
    await db.selectFrom('certificates').selectAll().execute(),
    await db.selectFrom('appointments').selectAll().execute(),
    await db.selectFrom('approvals').selectAll().execute(),
    await db.selectFrom('revocations').selectAll().execute(),
    await db.selectFrom('clerks').selectAll().execute(),
  ]
  return { commands, audit, requests, certificates, appointments, approvals, revocations, clerks }
}
type Register = Awaited<ReturnType<typeof readRegister>>

/** Effects of each command, counted where they lie, not where they are promised. */
function countEffects({ audit, requests, certificates, appointments }: Register) {
  const effects = new Map<string, number>()
  const refusals = new Map<string, number>()
  const histories = new Map<string, number>()
  const add = (counts: Map<string, number>, id: string) => counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const { action, detail } of audit) {
    const command = detail['command']
    if (typeof command === 'string') add(action.endsWith('-refused') ? refusals : effects, command)
  }
  for (const { decisions } of requests) for (const { commandId } of decisions) if (commandId) add(histories, commandId)
  for (const { steps } of certificates) for (const { commandId } of steps) if (commandId) add(histories, commandId)
  const changes = audit.filter(({ action }) => action.startsWith('appointment-')).length
  const versions = appointments.reduce((sum, { version }) => sum + version, 0)
  return { effects, refusals, histories, changes, versions }
}

/** Every command took effect once or not at all, as its receipt says; numbers have no gaps. */
function checkCommands(register: Register, complain: Complain): void {
  const { effects, refusals, histories, changes, versions } = countEffects(register)
  const last = new Map<string, number>()
  const known = new Set<string>()
  for (const { id, device, actor, seq, kind, receipt } of register.commands) {
    known.add(id)
    const place = `${device} ${actor}`
    if (seq !== (last.get(place) ?? 0) + 1) complain(`the authority has a gap before ${place}/${seq}`)
    last.set(place, seq)
    const applied = receipt.outcome === 'applied' ? 1 : 0
    if ((effects.get(id) ?? 0) !== applied)
      complain(`${kind} ${id} is ${receipt.outcome} and took effect ${effects.get(id) ?? 0} times`)
    if ((refusals.get(id) ?? 0) !== (receipt.outcome === 'refused' ? 1 : 0))
      complain(`${kind} ${id} is ${receipt.outcome} and was refused ${refusals.get(id) ?? 0} times`)
    const inHistory = kind === 'request.decide' || kind === 'certificate.revoke'
    if (inHistory && (histories.get(id) ?? 0) !== applied)
      complain(`${kind} ${id} is ${receipt.outcome} and stands ${histories.get(id) ?? 0} times in its record`)
  }
  for (const id of [...effects.keys(), ...refusals.keys(), ...histories.keys()])
    if (!known.has(id)) complain(`${id} took effect and the authority does not know it`)
  if (changes !== versions) complain(`appointments have ${versions} versions and ${changes} entries in the audit`)
}

/** No slot holds more than it takes, and nobody was their own second person. */
function checkRules({ appointments, approvals, revocations, requests }: Register, complain: Complain): void {
  const taken = new Map<string, number>()
  for (const { scheduleId, date, time, state } of appointments) {
    if (state === 'cancelled') continue
    const slot = `${scheduleId} ${date} ${time}`
    taken.set(slot, (taken.get(slot) ?? 0) + 1)
  }
  for (const [slot, count] of taken) {
    const capacity = worldSchedules.find(({ id }) => slot.startsWith(id))?.capacity ?? 0
    if (count > capacity) complain(`${slot} holds ${count} of ${capacity}`)
  }
  for (const { requestId, proposer, confirmer } of approvals)
    if (proposer === confirmer) complain(`${requestId} was proposed and confirmed by ${proposer}`)
  for (const { certificateId, proposer, confirmer } of revocations)
    if (proposer === confirmer) complain(`${certificateId} was proposed and confirmed by ${proposer}`)
  for (const { id, risk, kind, state, decisions } of requests) {
    if (risk !== 'high' || kind !== 'email-change' || state !== 'completed') continue
    const [confirmed, proposed] = [decisions.at(-1), decisions.at(-2)]
    if (!confirmed || !proposed || confirmed.by === proposed.by) complain(`${id} was completed by one person`)
  }
}

/** What a desk keeps of its commands is what the authority says of them, and what was taken back never took effect. */
function checkReceipts(desk: SimDesk, { commands }: Register, complain: Complain): void {
  const there = new Map(commands.map((command) => [command.id, command]))
  const rows = desk.store.allOf<{ id: string; state: string; kind: string; receipt: string | null }>(
    'SELECT id, state, kind, receipt FROM outbox ORDER BY position',
  )
  for (const { id, state, kind, receipt } of rows) {
    const stored = there.get(id)
    // What was refused and put away before a restore need not be told again; what comes after it would ask for it.
    if (!stored && state === 'settled') continue
    if (!stored) complain(`${desk.name} says that ${kind} ${id} is ${state}, and the authority does not know it`)
    else if (receipt === null) complain(`${desk.name} has no receipt of ${kind} ${id} (${state})`)
    else if (canonicalJson(JSON.parse(receipt)) !== canonicalJson(stored.receipt))
      complain(
        `${desk.name} has another receipt of ${kind} ${id} than the authority: ${receipt} ${JSON.stringify(stored.receipt)}`,
      )
    else if (state !== 'settled' && state !== stored.receipt.outcome)
      complain(`${desk.name} says that ${kind} ${id} is ${state}, and the authority ${stored.receipt.outcome}`)
  }
  for (const id of desk.takenBack) {
    const outcome = there.get(id)?.receipt.outcome
    if (outcome !== 'withdrawn') complain(`${desk.name} told its clerk that ${id} is taken back, and it is ${outcome}`)
  }
}

const feedTableNames = Object.keys(feedTables) as FeedTable[]

/** A desk holds the rows of its clerks' scopes as the authority has them, all of them and no others. */
async function checkReplica(desk: SimDesk, db: Db, { clerks }: Register, complain: Complain): Promise<void> {
  const { store } = desk
  const enrolled = listEnrolled(store).map(({ clerkId }) => clerks.find(({ id }) => id === clerkId))
  const scopes = new Set(enrolled.flatMap((clerk) => (clerk?.active ? scopesOf(clerk) : [])))
  const feed = await db.selectFrom('feed').selectAll().where('gone', '=', false).execute()
  const wanted = feed.filter(({ scope }) => scopes.has(scope))
  for (const table of feedTableNames) {
    const ids = wanted.filter(({ tableName }) => tableName === table).map(({ rowId }) => rowId)
    const there = new Map((await listRows(db, table, ids)).map((row) => [row.id, canonicalJson(row)]))
    const here = new Map(
      store
        .allOf<{ id: string; row: string }>(`SELECT id, row FROM ${table}`)
        .map(({ id, row }) => [id, canonicalJson(JSON.parse(row))]),
    )
    for (const [id, row] of there)
      if (here.get(id) !== row)
        complain(`${desk.name} has ${table} ${id} as ${here.get(id) ?? 'nothing'}, and it is ${row}`)
    // An old list is kept on purpose.
    for (const id of here.keys())
      if (!there.has(id) && table !== 'evidence_lists')
        complain(`${desk.name} has ${table} ${id}, which is none of its own`)
  }
  for (const { scope, totals, caughtUp } of listCursors(store)) {
    if (!scopes.has(scope)) complain(`${desk.name} still follows ${scope}`)
    if (!caughtUp) complain(`${desk.name} has not caught up with ${scope}`)
    for (const [table, total] of Object.entries(totals)) {
      const count = feed.filter((row) => row.scope === scope && row.tableName === table).length
      if (count !== total) complain(`${desk.name} was told of ${total} ${table} in ${scope}, and there are ${count}`)
    }
  }
  const aside = store.allOf<{ row_id: string; cause: string }>('SELECT row_id, cause FROM aside')
  for (const { row_id, cause } of aside) complain(`${desk.name} could not read ${row_id}: ${cause}`)
}

/** Everything that must be true when all is at rest and every fault is over. */
export async function checkAll(db: Db, desks: readonly SimDesk[], complain: Complain): Promise<void> {
  const register = await readRegister(db)
  checkCommands(register, complain)
  checkRules(register, complain)
  await checkDocuments(desks, db, complain)
  await checkAudit(db, desks, complain)
  for (const desk of desks) {
    checkOutbox(desk, complain)
    checkOverlays(desk, complain)
    checkDerived(desk, complain)
    checkHandedIn(desk, complain)
    checkTime(desk, complain)
    for (const entry of listUnreceipted(desk.store))
      complain(`${desk.name} is left with ${entry.kind} ${entry.id} ${entry.state}`)
    checkReceipts(desk, register, complain)
    await checkReplica(desk, db, register, complain)
    const left = desk.store.allOf<{ command_id: string }>('SELECT command_id FROM overlay')
    if (left.length > 0)
      complain(`${desk.name} still shows pending effects of ${left.map((row) => row.command_id).join(', ')}`)
  }
}
