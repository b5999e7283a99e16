/**
 * A small reader of server-sent events (text/event-stream): calls back for every event with data. Comments, which the
 * authority sends as a heartbeat, are passed over. Lines may come in any pieces and end in LF, CR LF or CR.
 */
export class EventParser {
  readonly #onEvent: (name: string, data: string) => void
  #rest = ''
  #name = ''
  #data: string[] = []

  constructor(onEvent: (name: string, data: string) => void) {
    this.#onEvent = onEvent
  }

  feed(text: string): void {
    const buffer = this.#rest + text
    // A CR at the very end may be half of a CR LF: it waits for the next piece.
    const lines = buffer.split(/\r\n|\n|\r(?=[^\n])/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#take(line)
  }

  #take(line: string): void {
    if (line === '') {
      if (this.#data.length > 0) this.#onEvent(this.#name || 'message', this.#data.join('\n'))
      this.#name = ''
      this.#data = []
      return
    }
    if (line.startsWith(':')) return
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.#data.push(value)
    if (field === 'event') this.#name = value
  }
}
