import { createHash } from 'node:crypto'
import { findRequestNow } from '#core/repositories/overlay.ts'
import { slotsOf } from '#shared/domain/appointments/slots.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { maxUploadChunk } from '#shared/protocol/documents.ts'
import { type Fate, fates } from './climate.ts'
import type { Plant } from './plants.ts'
import { Rest } from './rest.ts'
import type { Call, SimAuthority } from './sim-authority.ts'
import type { SimDesk } from './sim-desk.ts'
import type { SimDisk } from './sim-disk.ts'
import { SimWorld } from './sim-world.ts'
import { settle } from './virtual-time.ts'
import { worldMembers, worldSchedules } from './world.ts'

export type Fault = Exclude<Fate, 'fine'>

/** Everything that can happen to an exchange. */
export const faults: readonly Fault[] = fates.filter((fate) => fate !== 'fine')

export interface PositionOptions {
  readonly authority: SimAuthority
  readonly disk: SimDisk
  /** What exchanges of the run meet, by their names; the others go well. */
  readonly met?: ReadonlyMap<string, Fault>
  readonly plant?: Plant
  readonly keep?: number
}

/** What a run came to. */
export interface PositionOutcome {
  /** The name of every exchange before all came to rest: method, path, and the how many-th of these it is. */
  readonly exchanges: readonly string[]
  readonly complaints: readonly string[]
  readonly tail: readonly string[]
}

const [owner] = worldMembers
const scan = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(maxUploadChunk + 1000, 7)])
const scanHash = createHash('sha256').update(scan).digest('hex')

/** Whether an exchange can meet a fault: only a push can leave a gap. */
export const canMeet = (name: string, fault: Fault): boolean => fault !== '409' || name.startsWith('POST /v1/push ')

/**
 * A day at a desk that begins with nothing, always the same one: two people sign in, the register comes, a decision
 * goes up with its scan, another one is taken back, a visitor is booked and moved, a second person confirms, and a
 * document comes down. At its end every fault is over and everything must have happened once.
 */
export async function runDay({
  authority,
  disk,
  met = new Map(),
  plant,
  keep,
}: PositionOptions): Promise<PositionOutcome> {
  const exchanges: string[] = []
  const pickFate = (_: unknown, { method, path }: Call): Fate => {
    const kind = `${method} ${new URL(path, 'http://authority').pathname}`
    const name = `${kind} ${exchanges.filter((one) => one.startsWith(`${kind} `)).length + 1}`
    exchanges.push(name)
    return met.get(name) ?? 'fine'
  }
  const climate = { desks: 1, empty: true, pickFate }
  // A fault alone comes into the clean day, and so meets its exchange for certain; several make a day of their own.
  const seed = met.size < 2 ? 'day' : JSON.stringify([...met])
  const options = { seed, authority, disk, climate, ...(plant && { plant }), ...(keep && { keep }) }
  const world = new SimWorld(options)
  await world.within(async () => {
    const [desk] = world.desks
    if (!desk) return
    const rest = new Rest(world, seed)
    await new Day(world, rest, desk).live()
    await rest.comeToRest()
    await checkRegister(authority, world.complain)
    await checkCard(world, desk)
    world.stopIfWrong()
  })
  return { exchanges, complaints: world.complaints, tail: world.trace.tail() }
}

class Day {
  readonly #world: SimWorld
  readonly #rest: Rest
  readonly #desk: SimDesk

  constructor(world: SimWorld, rest: Rest, desk: SimDesk) {
    this.#world = world
    this.#rest = rest
    this.#desk = desk
  }

  async live(): Promise<void> {
    const [rest, desk] = [this.#rest, this.#desk]
    await rest.seat(desk, 'noura')
    await rest.untilQuiet()
    await this.#decideWithScan('request-1')
    this.#decide('request-2')
    await settle()
    desk.ask('requests.undo', {}, ({ commandId }) => desk.takenBack.add(commandId))
    await settle()
    await this.#bookAndMove()
    await rest.untilQuiet()
    await rest.seat(desk, 'salem')
    this.#decide('request-1')
    await settle()
    await rest.untilQuiet()
  }

  /** Approves what is on the screen. */
  #decide(id: string, attachments: { hash: string; name: string; mediaType: 'image/png'; size: number }[] = []): void {
    const request = findRequestNow(this.#desk.store, id)?.request
    if (!request) return this.#world.complain(`${id} is not at the desk`)
    const { revisionHash } = request
    this.#desk.ask('requests.decide', { id, decision: 'approve', revisionHash, attachments })
  }

  async #decideWithScan(id: string): Promise<void> {
    this.#desk.ask('requests.attach', { requestId: id, name: 'هوية.png', bytes: new Uint8Array(scan) })
    await settle()
    this.#decide(id, [{ hash: scanHash, name: 'هوية.png', mediaType: 'image/png', size: scan.length }])
    await settle()
  }

  async #bookAndMove(): Promise<void> {
    const [schedule] = worldSchedules
    const [from, to] = schedule ? slotsOf(shippedBook, schedule, addDays(riyadhDateOf(this.#desk.now()), 1)) : []
    if (!from || !to || !owner) return this.#world.complain('there is no slot')
    const slot = ({ scheduleId, date, time }: typeof from) => ({ scheduleId, date, time })
    const visitor = { name: 'زائر', mobile: owner.mobile, idNo: owner.idNo, memberId: owner.id }
    let booked: string | undefined
    this.#desk.ask('appointments.book', { slot: slot(from), visitor }, ({ appointmentId }) => {
      booked = appointmentId
    })
    await settle()
    if (booked === undefined) return this.#world.complain('nothing was booked')
    this.#desk.ask('appointments.move', { id: booked, to: slot(to) })
    await settle()
  }
}

/** What must have come of the day: the same, whatever happened on the way. */
async function checkRegister({ db }: SimAuthority, complain: (what: string) => void): Promise<void> {
  const commands = await db.selectFrom('commands').selectAll().orderBy('actor').orderBy('seq').execute()
  const said = commands.map(({ actor, seq, kind, receipt }) => `${actor}/${seq} ${kind} ${receipt.outcome}`)
  if (said.join() !== wanted.join()) complain(`the day came to ${said.join(', ')}`)
  const [request, member, upload, appointment] = [
    await db.selectFrom('requests').selectAll().where('id', '=', 'request-1').executeTakeFirstOrThrow(),
    await db.selectFrom('members').selectAll().where('id', '=', 'member-1').executeTakeFirstOrThrow(),
    await db.selectFrom('documents').selectAll().where('hash', '=', scanHash).executeTakeFirst(),
    await db.selectFrom('appointments').selectAll().execute(),
  ]
  if (request.state !== 'completed') complain(`request-1 is ${request.state}`)
  if (member.email !== 'new1@alwaha.sa') complain(`the address is ${member.email}`)
  if (!upload || Buffer.compare(Buffer.from(upload.bytes), scan) !== 0) complain('the scan is not at the authority')
  if (appointment.length !== 1 || appointment[0]?.version !== 2) complain('the visitor is not booked and moved once')
}

/** The card of a request opens at the desk; one whose way down met a fault is fetched again in its time. */
async function checkCard(world: SimWorld, desk: SimDesk): Promise<void> {
  let card: Uint8Array | undefined
  const evidence = findRequestNow(desk.store, 'request-3')?.request.evidence[0]?.hash ?? ''
  for (let tries = 0; !card && tries < 60; tries += 1) {
    if (desk.waiting === 0)
      desk.ask('requests.document', { requestId: 'request-3', hash: evidence }, ({ bytes }) => {
        card = bytes
      })
    await settle()
    if (!card) await world.time.step()
  }
  if (!card || Buffer.from(card).toString() !== 'an identity card') world.complain('the document is not at the desk')
}

const wanted = [
  'noura/1 request.decide applied',
  'noura/2 withdrawn withdrawn',
  'noura/3 appointment.book applied',
  'noura/4 appointment.move applied',
  'salem/1 request.decide applied',
]
