import { EventEmitter } from 'node:events'

/** Event names and the arguments of their listeners. */
export type EventMap = Record<string, unknown[]>

/** An EventEmitter that knows only its own events, so that an event which the shell never sends fails to compile. */
export interface Emitter<E extends EventMap> {
  on<K extends keyof E & string>(event: K, listener: (...args: E[K]) => void): this
  once<K extends keyof E & string>(event: K, listener: (...args: E[K]) => void): this
  off<K extends keyof E & string>(event: K, listener: (...args: E[K]) => void): this
  addListener<K extends keyof E & string>(event: K, listener: (...args: E[K]) => void): this
  removeListener<K extends keyof E & string>(event: K, listener: (...args: E[K]) => void): this
  removeAllListeners(event?: keyof E & string): this
  emit<K extends keyof E & string>(event: K, ...args: E[K]): boolean
  listenerCount(event: keyof E & string): number
}

/** The base class for objects of Electron's that emit events. It is Node's EventEmitter, typed more narrowly. */
export const emitterOf = <E extends EventMap>() => EventEmitter as unknown as new () => Emitter<E>

/** Electron's cancellable event with the fields of one kind of event. */
export function cancellable<Fields extends object = object>(fields?: Fields): Electron.Event<Fields> {
  let prevented = false
  const event = {
    ...(fields as Fields),
    preventDefault: () => {
      prevented = true
    },
    get defaultPrevented() {
      return prevented
    },
  }
  return event
}
