/** Messages of PostgreSQL's protocol, version 3 (its chapter "Message Formats"): a letter, the length of the rest, the rest. */

const letter = (char: string): number => char.charCodeAt(0)
const [errorOf, row, complete, described, parameters, notified] = ['E', 'D', 'C', 'T', 't', 'A'].map(letter)

/** What the database knows of a statement that it has prepared. */
export interface Described {
  /** Type of each parameter, by its OID. */
  readonly parameters: number[]
  readonly columns: { readonly name: string; readonly type: number }[]
}

/** A value as it travels: its text, or bytes as they are. */
export type Carried = string | Uint8Array | null

/** What came back. */
export interface Answer {
  /** The columns of each row: their texts, or their bytes where those were asked for; null where there is none. */
  readonly rows: Carried[][]
  /** `INSERT 0 1`, `SELECT 3`, … */
  tag: string
  readonly described: Described
  readonly notices: { readonly channel: string; readonly text: string }[]
  /** Its fields by their letters (chapter "Error and Notice Message Fields"). */
  error: Partial<Record<string, string>> | undefined
}

function message(char: string, size: number, write: (rest: Buffer) => void): Buffer {
  const bytes = Buffer.allocUnsafe(size + 5)
  bytes.writeUInt8(letter(char))
  bytes.writeInt32BE(size + 4, 1)
  write(bytes.subarray(5))
  return bytes
}

const sync = message('S', 0, () => undefined)
/** Runs the unnamed portal to its end. */
const execute = message('E', 5, (rest) => rest.fill(0))

/** Prepares a statement under a name and asks what it takes and gives. */
export function prepareMessage(name: string, sql: string): Buffer {
  const text = Buffer.from(`${name}\0${sql}\0\0\0`)
  const parse = message('P', text.length, (rest) => text.copy(rest))
  const asked = Buffer.from(`S${name}\0`)
  return Buffer.concat([parse, message('D', asked.length, (rest) => asked.copy(rest)), sync])
}

/**
 * Runs a prepared statement with its parameters. What it gives comes as text, but for the columns that `asBytes` says;
 * none is said at all where no column is meant.
 */
export function runMessage(name: string, values: readonly Carried[], asBytes: readonly boolean[] = []): Buffer {
  const head = Buffer.from(`\0${name}\0`)
  const carried = values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value))
  // No formats at all mean that everything is text.
  const given = values.some((value) => value instanceof Uint8Array) ? values : []
  const taken = asBytes.includes(true) ? asBytes : []
  const formats = 2 * (given.length + taken.length)
  const size = carried.reduce((sum, bytes) => sum + 4 + (bytes?.length ?? 0), head.length + formats + 6)
  const bind = message('B', size, (rest) => {
    let at = head.copy(rest)
    at = rest.writeInt16BE(given.length, at)
    for (const value of given) at = rest.writeInt16BE(value instanceof Uint8Array ? 1 : 0, at)
    at = rest.writeInt16BE(carried.length, at)
    for (const bytes of carried) {
      at = rest.writeInt32BE(bytes?.length ?? -1, at)
      if (!bytes) continue
      rest.set(bytes, at)
      at += bytes.length
    }
    at = rest.writeInt16BE(taken.length, at)
    for (const bytes of taken) at = rest.writeInt16BE(bytes ? 1 : 0, at)
  })
  return Buffer.concat([bind, execute, sync])
}

/** Reads texts that end with a zero, one after the other. */
function texts(bytes: Buffer, from = 0): string[] {
  return bytes.toString('utf8', from, bytes.length - 1).split('\0')
}

function readRow(bytes: Buffer, asBytes: readonly boolean[]): Carried[] {
  const values: Carried[] = []
  const count = bytes.readInt16BE(0)
  let at = 2
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length < 0) values.push(null)
    else if (asBytes[index]) values.push(Uint8Array.from(bytes.subarray(at, at + length)))
    else values.push(bytes.toString('utf8', at, at + length))
    at += Math.max(0, length)
  }
  return values
}

function readColumns(bytes: Buffer, { columns }: Described): void {
  const count = bytes.readInt16BE(0)
  let at = 2
  for (let index = 0; index < count; index += 1) {
    const end = bytes.indexOf(0, at)
    columns.push({ name: bytes.toString('utf8', at, end), type: bytes.readInt32BE(end + 7) })
    at = end + 19
  }
}

/** Reads everything that came for one message to the database. `asBytes`: the columns that it was asked for as bytes. */
export function readAnswer(bytes: Buffer, asBytes: readonly boolean[] = []): Answer {
  const answer: Answer = {
    rows: [],
    tag: '',
    described: { parameters: [], columns: [] },
    notices: [],
    error: undefined,
  }
  let at = 0
  while (at < bytes.length) {
    const end = at + 1 + bytes.readInt32BE(at + 1)
    const rest = bytes.subarray(at + 5, end)
    switch (bytes[at]) {
      case row:
        answer.rows.push(readRow(rest, asBytes))
        break
      case complete:
        answer.tag = texts(rest)[0] ?? ''
        break
      case parameters:
        for (let index = 0; index < rest.readInt16BE(0); index += 1)
          answer.described.parameters.push(rest.readInt32BE(2 + 4 * index))
        break
      case described:
        readColumns(rest, answer.described)
        break
      case notified: {
        const [channel = '', text = ''] = texts(rest, 4)
        answer.notices.push({ channel, text })
        break
      }
      case errorOf:
        answer.error = Object.fromEntries(texts(rest).map((field) => [field.slice(0, 1), field.slice(1)]))
        break
      default:
        break
    }
    at = end
  }
  return answer
}
