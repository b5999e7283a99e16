// Runs in the page's own world, before any script of the page. Page script may later replace every builtin, so all that
// is needed is taken now, and only objects without a prototype, descriptors and indices are used: no destructuring, no
// spread, no for-of (their iterators belong to the page). Its partner is isolated-world.ts.

/** A value with its functions and promises taken out; `refs` says where they stood. Both worlds speak it. */
export interface Packed {
  v: unknown
  refs: [path: string[], kind: 'function' | 'promise', id: number][]
}

/** A message on the hub. `null` stands for "could not be cloned" (Chromium clears the detail between worlds). */
export interface HubMessage {
  t: 'call' | 'reply' | 'settled' | 'expose' | 'taken' | 'open'
  id?: number
  args?: Packed
  ok?: Packed
  err?: string
  name?: string
  p?: Packed
  url?: string
  frameName?: string
  features?: string
}

type Callable = (...args: unknown[]) => unknown

export function installMainWorld(options: { hideHub: boolean }): void {
  const { apply, ownKeys, getOwnPropertyDescriptor } = Reflect
  const { freeze, defineProperty, setPrototypeOf, prototype: objectPrototype } = Object
  const isArray = Array.isArray
  const string = String
  const clone = structuredClone
  const RealError = Error
  const RealTypeError = TypeError
  const RealPromise = Promise
  const RealEvent = CustomEvent
  const RealSet = Set

  // window.open is answered in every frame; Node hears of it from the top frame only
  const isTop = window === window.top
  let tellOpened: (url: unknown, name: unknown, features: unknown) => void = () => {}
  defineProperty(window, 'open', {
    value: function open(url: unknown, name: unknown, features: unknown) {
      tellOpened(url, name, features)
      return null
    },
    configurable: true,
    enumerable: true,
    writable: true,
  })
  if (!isTop) return

  /** A method as a function of its `this`, safe from later changes to Function.prototype. */
  const uncurry = <Self, Args extends unknown[], Result>(method: (this: Self, ...args: Args) => Result) =>
    function call(self: Self, ...args: Args): Result {
      return apply(method, self, args)
    }
  const dispatch = uncurry(EventTarget.prototype.dispatchEvent)
  const detailOf = uncurry(
    (getOwnPropertyDescriptor(CustomEvent.prototype, 'detail') as PropertyDescriptor).get as (
      this: Event,
    ) => HubMessage | null,
  )
  const then = uncurry(Promise.prototype.then as (this: unknown, ok: unknown, bad: unknown) => unknown)
  const tagOf = uncurry(objectPrototype.toString)
  const mapGet = uncurry(Map.prototype.get)
  const mapSet = uncurry(Map.prototype.set)
  const mapDelete = uncurry(Map.prototype.delete)
  const setHas = uncurry(Set.prototype.has)
  const setAdd = uncurry(Set.prototype.add)
  const weakGet = uncurry(WeakMap.prototype.get)
  const weakSet = uncurry(WeakMap.prototype.set)

  const MAX_DEPTH = 1000
  const callbacks = new Map<number, Callable>()
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const ids = new WeakMap<object, number>()
  let lastId = 0
  let reply: HubMessage | undefined

  /** An object whose own keys are all there is to read: a page may have put getters on Object.prototype. */
  const bare = <T extends object>(object: T): T => setPrototypeOf(object, null)
  const noop = () => {}
  const isPromise = (value: object) => {
    try {
      then(value, noop, noop)
      return true
    } catch {
      return false
    }
  }
  const messageOf = (error: unknown) => {
    try {
      return string((error as Error).message)
    } catch {
      return 'error'
    }
  }
  const append = (array: unknown[], value: unknown) => {
    defineProperty(array, array.length, bare({ value, writable: true, enumerable: true, configurable: true }))
  }
  const define = (target: object, key: string, value: unknown) => {
    defineProperty(target, key, bare({ value, writable: true, enumerable: true, configurable: true }))
  }

  const hub = document.createElement('i')
  /** Synchronous: the other world has answered, if it answers, when this returns. */
  const send = (message: HubMessage) => {
    dispatch(hub, new RealEvent('to-isolated', bare({ detail: bare(message) })))
  }

  /** True when no function, promise or symbol is inside, so that the event's own structured clone does. */
  function isPlain(value: unknown, seen: Set<unknown>, depth: number): boolean {
    const type = typeof value
    if (type === 'function' || type === 'symbol') return false
    if (value === null || type !== 'object') return true
    if (setHas(seen, value)) return true
    setAdd(seen, value)
    if (depth > MAX_DEPTH) return false
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) if (!isPlain(value[i], seen, depth + 1)) return false
      return true
    }
    if (tagOf(value) !== '[object Object]') return !isPromise(value as object)
    for (const key in value as object)
      if (!isPlain((value as Record<string, unknown>)[key], seen, depth + 1)) return false
    return true
  }

  function pack(root: unknown): Packed {
    const refs: Packed['refs'] = []
    if (isPlain(root, new RealSet(), 0)) return bare({ v: root, refs })
    const walk = (value: unknown, path: string[], depth: number): unknown => {
      if (depth > MAX_DEPTH) throw new RealTypeError('contextBridge: the value is nested too deep')
      if (typeof value === 'function') {
        let id = weakGet(ids, value) as number | undefined
        if (id === undefined) weakSet(ids, value, (id = ++lastId))
        mapSet(callbacks, id, value as Callable)
        append(refs, [path, 'function', id])
        return undefined
      }
      if (typeof value === 'symbol') throw new RealTypeError('contextBridge: a symbol cannot be sent')
      if (value === null || typeof value !== 'object') return value
      if (isPromise(value)) {
        const id = ++lastId
        append(refs, [path, 'promise', id])
        then(
          value,
          (result: unknown) => settle(id, result),
          (error: unknown) => send({ t: 'settled', id, err: messageOf(error) }),
        )
        return undefined
      }
      const array = isArray(value)
      // Date, Map, typed arrays and the like: left to the event's structured clone
      if (!array && tagOf(value) !== '[object Object]') return value
      const out: object = array ? [] : bare({})
      const keys = ownKeys(value)
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i]
        if (typeof key !== 'string' || (array && key === 'length')) continue
        const descriptor = getOwnPropertyDescriptor(value, key)
        if (!descriptor || !descriptor.enumerable) continue
        const inner: string[] = []
        for (let j = 0; j < path.length; j++) append(inner, path[j])
        append(inner, key)
        define(out, key, walk((value as Record<string, unknown>)[key], inner, depth + 1))
      }
      return out
    }
    const v = walk(root, [], 0)
    return bare({ v: clone(v), refs })
  }

  function settle(id: number, value: unknown): void {
    let message: HubMessage
    try {
      message = { t: 'settled', id, ok: pack(value) }
    } catch (error) {
      message = { t: 'settled', id, err: messageOf(error) }
    }
    send(message)
  }

  function unpack(packed: Packed, frozen: boolean): unknown {
    bare(packed)
    let root = packed.v
    for (let i = 0; i < packed.refs.length; i++) {
      const ref = packed.refs[i] as Packed['refs'][number]
      const path = ref[0]
      const value = ref[1] === 'function' ? remoteFunction(ref[2]) : remotePromise(ref[2])
      if (path.length === 0) {
        root = value
        continue
      }
      let object = root as Record<string, unknown>
      for (let j = 0; j < path.length - 1; j++) object = object[path[j] as string] as Record<string, unknown>
      define(object, path[path.length - 1] as string, value)
    }
    return frozen ? deepFreeze(root) : root
  }

  function deepFreeze(value: unknown): unknown {
    if (value === null || typeof value !== 'object' || (!isArray(value) && tagOf(value) !== '[object Object]'))
      return value
    const keys = ownKeys(value)
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] !== 'length') deepFreeze((value as Record<PropertyKey, unknown>)[keys[i] as string])
    }
    return freeze(value)
  }

  function remotePromise(id: number): Promise<unknown> {
    return new RealPromise((resolve, reject) => {
      mapSet(promises, id, bare({ resolve, reject }))
    })
  }

  /** Sends a call and returns its reply. A callback may call back into the bridge while a call runs. */
  function ask(message: HubMessage): HubMessage | undefined {
    const outer = reply
    reply = undefined
    try {
      send(message)
      return reply
    } finally {
      reply = outer
    }
  }

  function remoteFunction(id: number): Callable {
    return (...args: unknown[]) => {
      const answer = ask({ t: 'call', id, args: pack(args) })
      if (answer === undefined) throw new RealError('contextBridge: the preload is gone')
      if (answer.err !== undefined) throw new RealError(answer.err)
      return unpack(answer.ok as Packed, false)
    }
  }

  function expose(name: string, packed: Packed): void {
    if (getOwnPropertyDescriptor(window, name)) {
      send({ t: 'taken' })
      return
    }
    const value = unpack(packed, true)
    defineProperty(window, name, bare({ value, enumerable: true, writable: false, configurable: false }))
  }

  function settled(message: HubMessage): void {
    const promise = mapGet(promises, message.id as number) as ReturnType<(typeof promises)['get']>
    mapDelete(promises, message.id as number)
    if (!promise) return
    if (message.err !== undefined) promise.reject(new RealError(message.err))
    else promise.resolve(unpack(message.ok as Packed, false))
  }

  function call(message: HubMessage): void {
    let answer: HubMessage
    try {
      const callback = mapGet(callbacks, message.id as number) as Callable
      answer = { t: 'reply', ok: pack(apply(callback, undefined, unpack(message.args as Packed, false) as unknown[])) }
    } catch (error) {
      answer = { t: 'reply', err: messageOf(error) }
    }
    send(answer)
  }

  hub.addEventListener('to-main', (event) => {
    const message = detailOf(event)
    if (message === null) {
      reply = bare<HubMessage>({ t: 'reply', err: 'An object could not be cloned.' })
      return
    }
    bare(message)
    if (message.t === 'reply') reply = message
    else if (message.t === 'expose') expose(message.name as string, message.p as Packed)
    else if (message.t === 'settled') settled(message)
    else if (message.t === 'call') call(message)
  })

  tellOpened = (url, name, features) => {
    send({
      t: 'open',
      url: url === undefined ? '' : string(url),
      frameName: name === undefined ? '' : string(name),
      features: features === undefined ? '' : string(features),
    })
  }

  // Hands the hub over once, synchronously, before any script of the page exists to listen. Only then does it move into
  // a closed shadow tree (inside one, relatedTarget would be retargeted): there `window.event` never shows it to page code
  // that runs inside a bridge call. `hideHub: false` is for the test that shows what happens otherwise.
  document.dispatchEvent(new MouseEvent('shell-hub', bare({ relatedTarget: hub })))
  if (options.hideHub) document.createElement('div').attachShadow({ mode: 'closed' }).appendChild(hub)
}
