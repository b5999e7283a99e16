import { cancellable, emitterOf } from '../emitter.ts'

export type DownloadState = 'progressing' | 'completed' | 'cancelled' | 'interrupted'

type Events = {
  updated: [event: Electron.Event, state: 'progressing' | 'interrupted']
  done: [event: Electron.Event, state: Exclude<DownloadState, 'progressing'>]
}

type DownloadItemSlice = Pick<
  Electron.DownloadItem,
  | 'cancel'
  | 'getURL'
  | 'getFilename'
  | 'getInitiatorOrigin'
  | 'getReceivedBytes'
  | 'getTotalBytes'
  | 'getPercentComplete'
  | 'getState'
  | 'getSavePath'
  | 'setSavePath'
  | 'getSaveDialogOptions'
  | 'setSaveDialogOptions'
  | 'getStartTime'
  | 'getEndTime'
>

/** What Chromium says of a download when it begins, in the application's own addresses. */
export interface DownloadFacts {
  url: string
  filename: string
  /** Origin of the page that began it. */
  origin: string
}

const seconds = () => Date.now() / 1000

/** A download that a page began. */
export class DownloadItem extends emitterOf<Events>() implements DownloadItemSlice {
  readonly #facts: DownloadFacts
  readonly #cancel: () => void
  readonly #startTime = seconds()
  #endTime = 0
  #received = 0
  #total = 0
  #state: DownloadState = 'progressing'
  #savePath = ''
  #dialogOptions: Electron.SaveDialogOptions = {}

  constructor(facts: DownloadFacts, cancel: () => void) {
    super()
    this.#facts = facts
    this.#cancel = cancel
  }

  getURL = (): string => this.#facts.url
  getFilename = (): string => this.#facts.filename
  getInitiatorOrigin = (): string => this.#facts.origin
  getReceivedBytes = (): number => this.#received
  /** 0 while the size is unknown. */
  getTotalBytes = (): number => this.#total
  getPercentComplete = (): number => (this.#total === 0 ? 0 : Math.floor((100 * this.#received) / this.#total))
  getState = (): DownloadState => this.#state
  getSavePath = (): string => this.#savePath
  getSaveDialogOptions = (): Electron.SaveDialogOptions => this.#dialogOptions
  getStartTime = (): number => this.#startTime
  getEndTime = (): number => this.#endTime

  setSavePath(path: string): void {
    this.#savePath = path
  }

  setSaveDialogOptions(options: Electron.SaveDialogOptions): void {
    this.#dialogOptions = options
  }

  cancel(): void {
    if (this.#state !== 'progressing') return
    this.#cancel()
    this.end('cancelled')
  }

  // --- for the shell ----------------------------------------------------------------------------------------------

  progress(received: number, total: number): void {
    this.#received = received
    this.#total = total
    if (this.#state === 'progressing') this.emit('updated', cancellable(), 'progressing')
  }

  /** The last word; later ones are not heard. */
  end(state: Exclude<DownloadState, 'progressing'>): void {
    if (this.#state !== 'progressing') return
    this.#state = state
    this.#endTime = seconds()
    this.emit('done', cancellable(), state)
  }
}
