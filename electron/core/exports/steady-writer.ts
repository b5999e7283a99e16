import { PassThrough, type Readable, type Writable } from 'node:stream'
import excel from 'exceljs'

/** The archive inside exceljs's writer. */
interface Archive {
  append(source: string | Buffer | Readable, data: { name: string; date?: Date }): unknown
  finalize(): Promise<void>
  abort(): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** Bytes that may wait to be compressed before the rows wait for them. */
const roomBeforeZip = 1 << 20

/**
 * exceljs's streaming writer, mended in two ways. Its archive's entries bear the time of the report: by itself it stamps the
 * moment of writing into each, and no two files would be equal. And what waits to be compressed can be seen and waited
 * for: by itself it goes on without looking, and a slow disk would fill the memory.
 */
export class SteadyWriter extends excel.stream.xlsx.WorkbookWriter {
  readonly #archive: Archive
  readonly #lanes: PassThrough[] = []

  /** @param at the time that the file bears, to two seconds (all that an archive can hold). */
  constructor(stream: Writable, at: Date, creator: string) {
    super({ stream, useSharedStrings: false, useStyles: true })
    this.created = at
    this.modified = at
    this.creator = creator
    this.lastModifiedBy = creator
    const { zip: archive } = this as unknown as { readonly zip: Archive }
    const append = archive.append.bind(archive)
    archive.append = (source, data) => {
      const entry = { ...data, date: at }
      if (typeof source === 'string' || Buffer.isBuffer(source)) return append(source, entry)
      const lane = new PassThrough({ highWaterMark: roomBeforeZip })
      this.#lanes.push(lane)
      source.pipe(lane)
      return append(lane, entry)
    }
    const finalize = archive.finalize.bind(archive)
    // exceljs does not look at this promise: what it says is heard by `onFault`.
    archive.finalize = () => finalize().catch(() => undefined)
    this.#archive = archive
    void super.addThemes()
    void super.addOfficeRels()
  }

  /** The constructor above begins the archive itself: exceljs would do so before the times can be set. */
  override addThemes(): Promise<void> {
    return Promise.resolve()
  }

  override addOfficeRels(): Promise<void> {
    return Promise.resolve()
  }

  /** Hears why the archive could not be made. */
  onFault(listener: (error: Error) => void): void {
    this.#archive.on('error', listener)
  }

  /** Resolves at once, or when the archive has taken in what was written, or when the signal ends the wait. */
  async room(signal: AbortSignal): Promise<void> {
    const full = this.#lanes.find((lane) => lane.writableNeedDrain)
    if (full === undefined || signal.aborted) return
    await new Promise<void>((resolve) => {
      const go = () => {
        full.off('drain', go)
        full.off('close', go)
        signal.removeEventListener('abort', go)
        resolve()
      }
      full.on('drain', go)
      full.on('close', go)
      signal.addEventListener('abort', go)
    })
  }

  /** Throws away what is half made. */
  abort(): void {
    this.#archive.abort()
    for (const lane of this.#lanes) lane.destroy()
  }
}
