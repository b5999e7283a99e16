import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type Answer, isChannel } from '#shared/contracts/contract-map.ts'
import { isOwnPage } from '../app/guards.ts'

/** Largest input of a call, in characters of its JSON form. */
export const maxInputLength = 1_000_000

/** The part of the core that a page can reach. */
export interface Answering {
  invoke(channel: string, input: unknown, caller?: string): Promise<Answer<unknown>>
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
  try {
    return (JSON.stringify(input)?.length ?? 0) > maxInputLength
  } catch {
    return true
  }
}

/**
 * Answers one call: who speaks, then what is said, then the core (which parses the input by the contract). Every way
 * out is an answer, never silence.
 */
export async function answerCall(
  core: Answering,
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  channel: unknown,
  input: unknown,
): Promise<Answer<unknown>> {
  if (!isOwnFrame(event)) return refusal('channel/refused')
  if (typeof channel !== 'string' || !isChannel(channel)) return refusal('channel/unknown')
  if (isTooLarge(input)) return refusal('channel/too-large')
  return core.invoke(channel, input, `window-${event.sender.id}`)
}

/** Registers the one channel through which pages reach the core. */
export function registerCalls(ipcMain: Pick<IpcMain, 'handle'>, core: Answering): void {
  ipcMain.handle('desk:invoke', (event, channel: unknown, input: unknown) => answerCall(core, event, channel, input))
}
