import type { DeskEvent, DeskEventName } from '#shared/contracts/events.ts'
import { getDeskBridge } from './ipc-client.ts'

/** Calls `listener` with each event of the core until the returned function is called. */
export function onDeskEvent<Name extends DeskEventName>(
  name: Name,
  listener: (event: DeskEvent<Name>) => void,
): () => void {
  return getDeskBridge().on(name, listener)
}
