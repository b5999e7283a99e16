import { originOf } from '../urls.ts'

type WebFrameSlice = Pick<
  Electron.WebFrameMain,
  'url' | 'origin' | 'name' | 'parent' | 'top' | 'processId' | 'routingId' | 'detached' | 'isDestroyed'
>

let lastId = 0

/** The main frame while it shows one document; a new document has a new frame object. Only main frames can call Node. */
export class WebFrameMain implements Omit<WebFrameSlice, 'parent' | 'top'> {
  readonly processId = process.pid
  readonly routingId = ++lastId
  readonly name = ''
  readonly parent = null
  #url = ''
  #gone = false

  get url(): string {
    return this.#url
  }

  /** `app://desk`: scheme and host as the application knows them. */
  get origin(): string {
    return originOf(this.#url)
  }

  get top(): WebFrameMain {
    return this
  }

  get detached(): boolean {
    return this.#gone
  }

  isDestroyed(): boolean {
    return this.#gone
  }

  /** For the shell: the document's URL, already mapped. */
  locate(url: string): void {
    this.#url = url
  }

  /** For the shell: another document has taken the place. */
  retire(): void {
    this.#gone = true
  }
}
