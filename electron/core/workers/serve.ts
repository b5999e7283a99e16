import type { MessagePort } from 'node:worker_threads'
import { toAppError } from '#shared/kernel/errors.ts'
import { traceOf } from '#shared/kernel/trace.ts'
import type { Errand, FromWorker, KeeperErrand, KeeperStart, ToWorker, WorkerAnswer, WorkerStart } from './messages.ts'

/** What a worker answers with. */
export interface Desk<Known extends Errand | KeeperErrand = Errand> {
  handle(errand: Known, input: unknown, clerkId: string | null): unknown
  close(): void | Promise<void>
}

function bytesOf(value: unknown): ArrayBuffer[] {
  const bytes = typeof value === 'object' && value !== null && 'bytes' in value ? value.bytes : undefined
  const own = bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer
  return own && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : []
}

/** The error for the other side; the first cause stays here, as text for the log. */
function refusal(thrown: unknown): WorkerAnswer & { ok: false } {
  const error = toAppError(thrown)
  const { code, detail, cause } = error
  return { ok: false, code, detail, trace: traceOf(cause ?? error) }
}

/**
 * Opens a desk in this thread when it is told to, and answers calls until it is told to close. A desk that cannot be
 * opened says why.
 *
 * @param other receives the messages that are not calls.
 */
export function serve<Known extends Errand | KeeperErrand, Start extends WorkerStart | KeeperStart>(
  port: MessagePort,
  open: (start: Start) => { desk: Desk<Known>; clerkId: string | null },
  other?: (message: ToWorker) => void,
): void {
  const post = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
  let desk: Desk<Known> | undefined
  const begin = (start: Start): void => {
    try {
      const opened = open(start)
      desk = opened.desk
      post({ type: 'ready', clerkId: opened.clerkId })
    } catch (thrown) {
      const { code, detail, trace } = refusal(thrown)
      post({ type: 'failed', code, detail, trace })
      port.close()
    }
  }
  const answer = async (id: number, errand: Known, input: unknown, clerkId: string | null): Promise<void> => {
    try {
      if (!desk) throw new Error('The desk is not open')
      const value = await desk.handle(errand, input, clerkId)
      post({ type: 'answer', id, answer: { ok: true, value } }, bytesOf(value))
    } catch (thrown) {
      post({ type: 'answer', id, answer: refusal(thrown) })
    }
  }
  const close = async (): Promise<void> => {
    try {
      await desk?.close()
    } finally {
      port.close()
    }
  }
  port.on('message', (message: ToWorker) => {
    if (message.type === 'open') begin(message.start as Start)
    else if (message.type === 'call') void answer(message.id, message.errand as Known, message.input, message.clerkId)
    else if (message.type === 'close') void close()
    else other?.(message)
  })
}
