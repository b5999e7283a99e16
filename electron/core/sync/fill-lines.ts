import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { AppError } from '#shared/kernel/errors.ts'
import { FillControl, type FillFormat } from '#shared/protocol/fill.ts'

/** The best that this runtime can read. */
export const fillFormat: FillFormat = typeof createZstdDecompress === 'function' ? 'zstd' : 'gzip'

/** Longest line that is taken, in bytes: a row is a few kilobytes. */
const longestLine = 4 * 1024 * 1024

const bad = (reason: string, cause?: unknown): AppError =>
  new AppError('authority/bad-answer', { path: '/v1/fill', reason }, { cause })

/** Rows of a fill that belong together: what lies between two cursors. */
export interface Parcel {
  readonly rows: readonly { readonly table: string; readonly text: string }[]
  readonly cursor: string
  /** Whether the stream ends here and the cursor is one of the feed. */
  readonly done: boolean
}

/** What a fill begins with, and then its parcels. */
export type FillPiece = { readonly head: (FillControl & ['head', unknown])[1] } | Parcel

/** Decompresses a stream of bytes; its error comes after everything that could be read before it. */
export type Inflate = (bytes: AsyncIterable<Uint8Array>, format: FillFormat) => AsyncIterable<Buffer>

/** In the threads of the runtime's pool, as the bytes come. */
async function* inflated(bytes: AsyncIterable<Uint8Array>, format: FillFormat): AsyncGenerator<Buffer, void> {
  const inflate = format === 'zstd' ? createZstdDecompress() : createGunzip()
  const source = Readable.from(bytes, { objectMode: true, highWaterMark: 1 })
  const through = pipeline(source, inflate)
  // Its error is thrown by the loop below, with everything before it read.
  through.catch(() => undefined)
  for await (const chunk of inflate) yield chunk as Buffer
  await through
}

/** Lines of a stream of bytes, without their ends. What follows the last end of line is not a line. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[], void> {
  let rest: Buffer[] = []
  let waiting = 0
  for await (const chunk of chunks) {
    let from = 0
    const lines: string[] = []
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      const piece = chunk.subarray(from, end)
      lines.push(rest.length === 0 ? piece.toString('utf8') : Buffer.concat([...rest, piece]).toString('utf8'))
      rest = []
      waiting = 0
      from = end + 1
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from))
      waiting += chunk.length - from
      if (waiting > longestLine) throw bad('line')
    }
    if (lines.length > 0) yield lines
  }
}

function readControl(line: string): FillControl {
  try {
    return FillControl.parse(JSON.parse(line))
  } catch (thrown) {
    throw bad('control', thrown)
  }
}

/**
 * Reads a fill as it comes. A parcel is given only when its cursor has come and its rows are as many as it says: a
 * stream that breaks anywhere leaves whole parcels behind it, and nothing else.
 *
 * @throws AppError `authority/bad-answer` when the stream is none, breaks, or ends before its end.
 */
export async function* readFill(
  bytes: AsyncIterable<Uint8Array>,
  format: FillFormat,
  inflate: Inflate = inflated,
): AsyncGenerator<FillPiece, void> {
  let table: string | undefined
  let rows: { table: string; text: string }[] = []
  try {
    for await (const lines of linesOf(inflate(bytes, format))) {
      for (const line of lines) {
        if (!line.startsWith('[')) {
          if (table === undefined) throw bad('table')
          rows.push({ table, text: line })
          continue
        }
        const [kind, value] = readControl(line)
        if (kind === 'head') yield { head: value }
        else if (kind === 'table') table = value
        else {
          if (value.rows !== rows.length) throw bad('rows')
          yield { rows, cursor: value.cursor, done: value.done }
          rows = []
          if (value.done) return
        }
      }
    }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : bad('stream', thrown)
  }
  throw bad('end')
}
