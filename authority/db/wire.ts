/** Messages of PostgreSQL's protocol, version 3 (its chapter "Message Formats"): a letter, the length of the rest, the rest. */

const letter = (char: string): number => char.charCodeAt(0)
const [errorOf, row, complete, described, parameters, notified] = ['E', 'D', 'C', 'T', 't', 'A'].map(letter)

/** What the database knows of a statement that it has prepared. */
export interface Described {
  /** Type of each parameter, by its OID. */
  readonly parameters: number[]
  readonly columns: { readonly name: string; readonly type: number }[]
}

/** What came back. */
export interface Answer {
  /** Texts of the columns of each row; null where there is none. */
  readonly rows: (string | null)[][]
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

/** Runs a prepared statement with the texts of its parameters; what it gives comes as text. */
export function runMessage(name: string, values: readonly (string | null)[]): Buffer {
  const head = Buffer.from(`\0${name}\0`)
  const texts = values.map((value) => (value === null ? null : Buffer.from(value)))
  const size = texts.reduce((sum, text) => sum + 4 + (text?.length ?? 0), head.length + 6)
  const bind = message('B', size, (rest) => {
    let at = head.copy(rest)
    at = rest.writeInt16BE(0, at)
    at = rest.writeInt16BE(texts.length, at)
    for (const text of texts) {
      at = rest.writeInt32BE(text?.length ?? -1, at)
      if (text) at += text.copy(rest, at)
    }
    rest.writeInt16BE(0, at)
  })
  return Buffer.concat([bind, execute, sync])
}

/** Reads texts that end with a zero, one after the other. */
function texts(bytes: Buffer, from = 0): string[] {
  return bytes.toString('utf8', from, bytes.length - 1).split('\0')
}

function readRow(bytes: Buffer): (string | null)[] {
  const values: (string | null)[] = []
  const count = bytes.readInt16BE(0)
  let at = 2
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at)
    at += 4
    values.push(length < 0 ? null : bytes.toString('utf8', at, at + length))
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

/** Reads everything that came for one message to the database. */
export function readAnswer(bytes: Buffer): Answer {
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
        answer.rows.push(readRow(rest))
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
