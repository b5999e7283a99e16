import type { Answer, Channel, ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { DeskEvent, DeskEventName } from '#shared/contracts/events.ts'
import { type ErrorCode, type ErrorDetail, isErrorCode } from '#shared/kernel/errors.ts'

/** What the preload hands to the page: one question, one subscription, nothing else. */
export interface DeskBridge {
  invoke<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<Answer<ChannelOutput<C>>>
  /** Calls `listener` with each event until the returned function is called. */
  on<Name extends DeskEventName>(name: Name, listener: (event: DeskEvent<Name>) => void): () => void
}

declare global {
  interface Window {
    readonly desk?: DeskBridge
  }
}

/** An error of the table as it reached the page. Its sentences are in `shared/kernel/error-rows`. */
export class DeskError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail
  constructor(code: ErrorCode, detail: ErrorDetail = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'DeskError'
    this.code = code
    this.detail = detail
  }
}

/** Any thrown thing as a DeskError; what the table does not know becomes `internal` with the first as its cause. */
export function toDeskError(thrown: unknown): DeskError {
  return thrown instanceof DeskError ? thrown : new DeskError('internal', {}, { cause: thrown })
}

/** The bridge of this window. Throws a DeskError `internal` where the preload did not run. */
export function getDeskBridge(): DeskBridge {
  const bridge = window.desk
  if (bridge === undefined) throw new DeskError('internal', { missing: 'desk' })
  return bridge
}

/**
 * Asks the core over one channel. The main process parses input and output by the contract, so nothing is parsed again
 * here. Throws a DeskError for every error of the table, and the signal's reason once it is aborted: the core cannot be
 * stopped, but nobody waits for it any more.
 */
export async function callDesk<C extends Channel>(
  channel: C,
  input: ChannelInput<C>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<ChannelOutput<C>> {
  const { signal } = options
  signal?.throwIfAborted()
  const answer = await getDeskBridge()
    .invoke(channel, input)
    .catch((thrown: unknown) => {
      throw toDeskError(thrown)
    })
  signal?.throwIfAborted()
  if (answer.ok) return answer.value
  const { code, detail } = answer.error
  throw isErrorCode(code) ? new DeskError(code, detail) : new DeskError('internal', { ...detail, code })
}
