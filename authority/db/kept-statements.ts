import type { PGlite } from '@electric-sql/pglite'

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>

/** A statement that the database has prepared: under which name, and what it says of its parameters and columns. */
interface Kept {
  readonly name: string
  described: Messages | undefined
}

const [parse, bind, describe, execute, sync, ask] = ['P', 'B', 'D', 'E', 'S', 'Q'].map((letter) => letter.charCodeAt(0))
/** More texts than a run of the authority asks; others than the first so many are prepared each time. */
const most = 600

/** A message of PostgreSQL's protocol (its chapter "Message Formats"): a letter, the length of the rest, the rest. */
function messageOf(letter: number | undefined, ...parts: readonly Uint8Array[]): Buffer {
  const rest = Buffer.concat(parts)
  const head = Buffer.alloc(5)
  head.writeUInt8(letter ?? 0)
  head.writeInt32BE(rest.length + 4, 1)
  return Buffer.concat([head, rest])
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`)
const syncMessage = messageOf(sync)

/**
 * Lets a PGlite prepare each statement once and run it in one call. By itself PGlite makes six calls for a statement,
 * which parse, describe, bind, describe again, run and end it; the database parses and plans it each time. For a
 * database whose tables are not changed any more: a prepared statement does not outlive that.
 */
export function keepStatements(pglite: PGlite): void {
  const statements = new Map<string, Kept>()
  const send = pglite.execProtocolStream.bind(pglite)
  /** The statement that is being run; undefined when it is run as PGlite does. */
  let current: Kept | undefined
  let bound: Buffer | undefined
  let isSynced = false

  function keep(message: Buffer): Kept | undefined {
    // An unnamed statement: its text comes right after an empty name.
    const key = message.toString('latin1', 6)
    const known = statements.get(key)
    if (known || message[5] !== 0 || statements.size >= most) return known
    const kept = { name: `kept_${statements.size}`, described: undefined }
    statements.set(key, kept)
    return kept
  }

  pglite.execProtocolStream = async (bytes, options) => {
    const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const letter = message[0]
    if (letter === sync && isSynced) {
      isSynced = false
      return []
    }
    isSynced = false
    if (letter === parse) {
      current = keep(message)
      if (!current) return await send(bytes, options)
      return current.described ? [] : await send(messageOf(parse, text(current.name), message.subarray(6)), options)
    }
    if (letter === ask) {
      isSynced = true
      return await send(bytes, options)
    }
    if (!current) return await send(bytes, options)
    if (letter === describe && message[5] === 'S'.charCodeAt(0)) {
      current.described ??= await send(messageOf(describe, Buffer.from('S'), text(current.name)), options)
      return current.described
    }
    // An unnamed portal, then the name of its statement, which is empty too.
    if (letter === bind) {
      bound = messageOf(bind, text(''), text(current.name), message.subarray(7))
      return []
    }
    if (letter === describe) return current.described?.filter(({ name }) => name === 'rowDescription') ?? []
    if (letter === execute && bound) {
      isSynced = true
      const whole = Buffer.concat([bound, message, syncMessage])
      bound = undefined
      return await send(whole, options)
    }
    return await send(bytes, options)
  }
}
