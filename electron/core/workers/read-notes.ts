import type { Channel, ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { DeskNote } from '#shared/domain/audit/desk-chain.ts'
import type { After } from '#shared/kernel/ports.ts'

/** What a call tells the audit trail, without its actor. */
type Told = Omit<DeskNote, 'actor'>

/** How a question was typed: never what. */
function typedAs(text: string): string {
  const by = [
    ...(/[\p{L}]/u.test(text.replace(/\S*@\S*/g, '')) ? ['name'] : []),
    ...(/\p{N}/u.test(text) ? ['number'] : []),
    ...(text.includes('@') ? ['address'] : []),
  ]
  return by.join(',')
}

/** Names of the filters that are set. */
const namesOf = (filters: object | undefined): string =>
  Object.entries(filters ?? {})
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name]) => name)
    .sort()
    .join(',')

/** What an answered call of a reading channel tells: fields and counts. Undefined for what nobody's record is read by. */
export function toldBy(channel: Channel, input: unknown, output: unknown): Told | undefined {
  switch (channel) {
    case 'members.search': {
      const { text, filters } = input as ParsedInput<'members.search'>
      const by = typedAs(text)
      const set = namesOf(filters)
      // The list as it opens is no question about anybody.
      if (by === '' && set === '') return undefined
      const { total } = output as ChannelOutput<'members.search'>
      return { action: 'desk.members-searched', subject: 'members', detail: { by, filters: set, found: total } }
    }
    case 'members.get':
      return { action: 'desk.member-read', subject: `member:${(input as ParsedInput<'members.get'>).id}` }
    case 'requests.get':
      return { action: 'desk.request-read', subject: `request:${(input as ParsedInput<'requests.get'>).id}` }
    case 'certificates.get':
      return {
        action: 'desk.certificate-read',
        subject: `certificate:${(input as ParsedInput<'certificates.get'>).id}`,
      }
    case 'requests.document': {
      const { requestId, hash } = input as ParsedInput<'requests.document'>
      return { action: 'desk.document-read', subject: `request:${requestId}`, detail: { document: hash } }
    }
    case 'reports.export': {
      const { report, filters } = input as ParsedInput<'reports.export'>
      const { rows } = output as ChannelOutput<'reports.export'>
      return { action: 'desk.exported', subject: `report:${report}`, detail: { rows, filters: namesOf(filters) } }
    }
    default:
      return undefined
  }
}

/** A search is written down when its clerk has paused so long, in milliseconds: keys are not questions. */
const searchPause = 2500
/** Other reads wait this long for each other. */
const gatherTime = 200
/** The same record, read again by the same clerk within so long, is one read: screens ask again when rows come. */
const sameRead = 10 * 60_000
const mostRemembered = 2000

/**
 * Gathers what readers answered, beside them, and hands it to the writer in batches: a search never waits for it. What
 * is not written yet when the process is killed is lost; at most the last search and the reads of the last moment.
 */
export class ReadNotes {
  readonly #keep: (notes: readonly DeskNote[]) => Promise<unknown>
  readonly #after: After
  readonly #now: () => number
  readonly #waiting: DeskNote[] = []
  readonly #seen = new Map<string, number>()
  #search: DeskNote | undefined
  #cancelSearch: (() => void) | undefined
  #cancel: (() => void) | undefined

  constructor(keep: (notes: readonly DeskNote[]) => Promise<unknown>, after: After, now: () => number) {
    this.#keep = keep
    this.#after = after
    this.#now = now
  }

  /** Hears of an answered call. */
  hear(clerkId: string | null, channel: Channel, input: unknown, output: unknown): void {
    const told = clerkId === null ? undefined : toldBy(channel, input, output)
    if (told && clerkId !== null) this.take({ actor: clerkId, ...told })
  }

  /** Takes something that happened. */
  take(note: DeskNote): void {
    if (note.action === 'desk.members-searched') {
      // The same clerk types on: the last of it is the question.
      if (this.#search && this.#search.actor !== note.actor) this.#settleSearch()
      this.#cancelSearch?.()
      this.#search = note
      this.#cancelSearch = this.#after(searchPause, () => this.#settleSearch())
      return
    }
    this.#settleSearch()
    if (note.action.endsWith('-read') && this.#isSameRead(note)) return
    this.#queue(note)
  }

  #isSameRead({ actor, action, subject, detail }: DeskNote): boolean {
    const key = `${actor} ${action} ${subject} ${String(detail?.['document'] ?? '')}`
    const last = this.#seen.get(key)
    if (last !== undefined && this.#now() - last < sameRead) return true
    if (this.#seen.size >= mostRemembered) this.#seen.clear()
    this.#seen.set(key, this.#now())
    return false
  }

  #settleSearch(): void {
    this.#cancelSearch?.()
    this.#cancelSearch = undefined
    const note = this.#search
    this.#search = undefined
    if (note) this.#queue(note)
  }

  #queue(note: DeskNote): void {
    this.#waiting.push(note)
    this.#cancel ??= this.#after(gatherTime, () => void this.#write())
  }

  async #write(): Promise<void> {
    this.#cancel?.()
    this.#cancel = undefined
    const notes = this.#waiting.splice(0)
    if (notes.length > 0) await this.#keep(notes)
  }

  /** Writes everything, the search that has not paused yet too. */
  async flush(): Promise<void> {
    this.#settleSearch()
    await this.#write()
  }
}
