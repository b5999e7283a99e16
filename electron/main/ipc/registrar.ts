import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import { type Answer, type Channel, isChannel } from '#shared/contracts/contract-map.ts'
import { isOwnPage } from '../app/guards.ts'

/** Largest input of a call, in characters of its JSON form; bytes of files are counted for themselves. */
export const maxInputLength = 1_000_000
export const maxInputBytes = 10 * 1024 * 1024

/** What a page can reach: the core, and what only the owner of the windows can do. */
export interface Answering {
  invoke(channel: Channel, input: unknown, caller: string, asker: WebContents): Promise<Answer<unknown>>
}

function refusal(code: string): Answer<never> {
  return { ok: false, error: { code, detail: {} } }
}

/** Who speaks: the main frame of one of our own pages, and nobody else. */
function isOwnFrame(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}

function isTooLarge(input: unknown): boolean {
  let bytes = 0
  try {
    const text = JSON.stringify(input, (_, value: unknown) => {
      if (!(value instanceof Uint8Array)) return value
      bytes += value.byteLength
      return null
    })
    return (text?.length ?? 0) > maxInputLength || bytes > maxInputBytes
  } catch {
    return true
  }
}

/**
 * Answers one call: who speaks, then what is said, then the desk (which parses the input by the contract). Every way
 * out is an answer, never silence.
 */
export async function answerCall(
  desk: Answering,
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  channel: unknown,
  input: unknown,
): Promise<Answer<unknown>> {
  if (!isOwnFrame(event)) return refusal('channel/refused')
  if (typeof channel !== 'string' || !isChannel(channel)) return refusal('channel/unknown')
  if (isTooLarge(input)) return refusal('channel/too-large')
  // Two windows are two callers: the newer question of one does not push aside the other's.
  return desk.invoke(channel, input, `window-${event.sender.id}`, event.sender)
}

/** Registers the one channel through which pages reach the desk. */
export function registerCalls(ipcMain: Pick<IpcMain, 'handle'>, desk: Answering): void {
  ipcMain.handle('desk:invoke', (event, channel: unknown, input: unknown) => answerCall(desk, event, channel, input))
}
