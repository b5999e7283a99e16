// A hostile page: it poisons every builtin that the bridge's main-world half could use, traps Object.prototype, replays the
// hand-over, and calls the exposed API with hostile values. Whatever it sees of the bridge's insides it notes in `leaks`.
const leaks = []
const own = new WeakSet()
const apply = Reflect.apply
const toStringOf = Object.prototype.toString
const test = RegExp.prototype.test
const has = WeakSet.prototype.has
const RealString = String
const RealError = Error
const toSource = Function.prototype.toString
let observations = 0
let busy = false
let sites = 0
let fakeHubMessages = 0

const leak = (what) => {
  leaks[leaks.length] = what
}

/** Notes an object of the bridge's: an event, a node, or a message of its protocol. */
const note = (where, value) => {
  if (busy || value === null || (typeof value !== 'object' && typeof value !== 'function')) return
  busy = true
  observations++
  try {
    const tag = apply(toStringOf, value, [])
    if (apply(test, /Event|HTML|Node|Port|Shadow/, [tag]) && !apply(has, own, [value])) leak(`${where} ${tag}`)
    const kind = value.t
    if (kind === 'call' || kind === 'reply' || kind === 'expose' || kind === 'settled') leak(`${where} message ${kind}`)
  } catch {
    // a proxy of our own that throws
  } finally {
    busy = false
  }
}

const probe = (where) => {
  note(`${where}: window.event`, window.event)
  note(`${where}: event.target`, window.event?.target)
  try {
    throw new RealError('probe')
  } catch (error) {
    void error.stack
  }
}

// 1. Poisoned builtins
const wrap = (name, original) =>
  function poisoned(...args) {
    note(`${name} this`, this)
    for (let i = 0; i < args.length; i++) note(`${name} argument`, args[i])
    return apply(original, this, args)
  }

const poison = (name, object) => {
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, key)
    if (!descriptor?.configurable || key === 'constructor') continue
    const label = `${name}.${RealString(key)}`
    if (typeof descriptor.value === 'function') descriptor.value = wrap(label, descriptor.value)
    if (descriptor.get) descriptor.get = wrap(label, descriptor.get)
    if (descriptor.set) descriptor.set = wrap(label, descriptor.set)
    Object.defineProperty(object, key, descriptor)
  }
}

const REPLACED = ['CustomEvent', 'Event', 'Error', 'TypeError', 'Promise', 'Map', 'Set', 'Proxy', 'structuredClone']

const PROTOTYPES = [
  EventTarget,
  Event,
  CustomEvent,
  MouseEvent,
  UIEvent,
  Node,
  Element,
  HTMLElement,
  Document,
  ShadowRoot,
  MessagePort,
  Promise,
  Map,
  WeakMap,
  Set,
  Array,
  Function,
  FinalizationRegistry,
  String,
  Error,
]
const NAMESPACES = { Promise, Reflect, Object, JSON }
for (const constructor of PROTOTYPES) poison(constructor.name, constructor.prototype)
for (const [name, namespace] of Object.entries(NAMESPACES)) poison(name, namespace)
for (const name of REPLACED) {
  const Original = window[name]
  const Replacement = function (...args) {
    for (let i = 0; i < args.length; i++) note(`new ${name}`, args[i])
    return new.target
      ? Reflect.construct(Original, args, new.target === Replacement ? Original : new.target)
      : Original(...args)
  }
  Replacement.prototype = Original.prototype
  window[name] = Replacement
}

// 2. Getters and setters on Object.prototype for every key that the bridge could read or write
const KEYS = [
  'detail',
  'bubbles',
  'cancelable',
  'composed',
  'relatedTarget',
  'view',
  't',
  'ok',
  'err',
  'id',
  'refs',
  'v',
  'p',
  'name',
  'args',
  'url',
  'frameName',
  'features',
  'value',
  'get',
  'set',
  'writable',
  'enumerable',
  'configurable',
  'resolve',
  'reject',
  '0',
  '1',
  '2',
  'then',
  'path',
  'hideHub',
]
for (const key of KEYS) {
  Object.defineProperty(Object.prototype, key, {
    __proto__: null,
    configurable: true,
    get() {
      note(`Object.prototype.${key} read on`, this)
      return undefined
    },
    set(value) {
      note(`Object.prototype.${key} written on`, this)
      note(`Object.prototype.${key} value`, value)
      Object.defineProperty(this, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true })
    },
  })
}

// 3. The stack of every error
RealError.prepareStackTrace = (_error, calls) => {
  for (const call of calls) {
    sites++
    for (const method of ['getThis', 'getFunction']) {
      const value = call[method]?.()
      if (value && value !== window) note(`call site ${method}`, value)
      if (typeof value === 'function' && /hub|dispatch|shell/.test(apply(toSource, value, []))) leak('call site source')
    }
  }
  return ''
}

// 4. Every event that can be guessed, and every change of the document
for (const type of ['to-main', 'to-isolated', 'shell-hub', 'message']) {
  document.addEventListener(type, () => leak(`event ${type} on document`))
  window.addEventListener(type, () => leak(`event ${type} on window`))
}
const observer = new MutationObserver(() => leak('mutation'))
observer.observe(document, { subtree: true, childList: true, attributes: true })

// 5. The hand-over again, with a hub of our own, and a call through it
const fakeHub = document.createElement('i')
own.add(fakeHub)
own.add(document)
for (const type of ['to-main', 'to-isolated']) {
  fakeHub.addEventListener(type, (event) => {
    if (own.has(event)) return
    fakeHubMessages++
    leak('the fake hub got a message')
  })
}
const handOver = new MouseEvent('shell-hub', { relatedTarget: fakeHub })
own.add(handOver)
document.dispatchEvent(handOver)
for (const type of ['to-main', 'to-isolated']) {
  const forged = new CustomEvent(type, { detail: { t: 'call', id: 1, args: { v: [], refs: [] } } })
  own.add(forged)
  fakeHub.dispatchEvent(forged)
}
leaks.length = 0 // the page saw its own events just now

// 6. The API, with hostile values
const results = {}
const attempt = (name, action) => {
  try {
    const value = action()
    note(name, value)
    results[name] = RealString(value)
  } catch (error) {
    note(name, error)
    results[name] = `E ${error.message}`
  }
}

async function run() {
  attempt('callback', () =>
    bridge.callback((value, inner) => {
      probe('in a callback')
      note('callback argument', value)
      return inner()
    }),
  )
  attempt(
    'getter',
    () =>
      bridge.sync({
        get a() {
          probe('in a getter')
          return { b: 1 }
        },
      }).a.b,
  )
  attempt('proxy', () => {
    const trap = {
      ownKeys(target) {
        probe('in ownKeys')
        return Reflect.ownKeys(target)
      },
      get(target, key) {
        probe('in get')
        return target[key]
      },
      getOwnPropertyDescriptor(target, key) {
        probe('in getOwnPropertyDescriptor')
        return Reflect.getOwnPropertyDescriptor(target, key)
      },
      getPrototypeOf(target) {
        probe('in getPrototypeOf')
        return Reflect.getPrototypeOf(target)
      },
    }
    return bridge.sync(new Proxy({ a: 1, f: () => 1 }, trap))
  })
  attempt('tag', () =>
    bridge.sync({
      toString() {
        probe('in toString')
        return 'x'
      },
      [Symbol.toStringTag]: 'Promise',
    }),
  )
  attempt('thenable', () =>
    bridge.sync({
      then(resolve) {
        probe('in then')
        resolve(1)
      },
    }),
  )
  attempt('throwing', () =>
    bridge.callback(() => {
      const error = new Error('x')
      Object.defineProperty(error, 'message', {
        __proto__: null,
        get() {
          probe('in a message getter')
          return 'm'
        },
      })
      throw error
    }),
  )
  attempt('throwing an object', () =>
    bridge.callback(() => {
      throw {
        get message() {
          probe('in message')
          return {
            toString() {
              probe('in its toString')
              return 'z'
            },
          }
        },
      }
    }),
  )
  attempt('false promise', () => bridge.take({ __proto__: Promise.prototype }))
  attempt('boom', () => bridge.boom())
  attempt('constructor', () => bridge.sync.constructor('return typeof require + typeof shellToNode + typeof hub')())
  attempt('prototypes', () =>
    [
      bridge.__proto__ === Object.prototype,
      bridge.sync.__proto__ === Function.prototype,
      bridge.functions().one.constructor === Function,
    ].join(),
  )
  attempt('forged references', () => bridge.sync({ v: 1, refs: [[[], 'function', 1]] }).v)
  attempt('forged id', () => typeof bridge.sync({ f: 1, id: 1, t: 'call' }))
  attempt('open', () =>
    window.open({
      toString() {
        probe('in the URL of open')
        return '/x'
      },
    }),
  )
  attempt('re-entry', () =>
    bridge.callback(() =>
      bridge.callback(() => {
        probe('nested')
        return 5
      }),
    ),
  )
  results.later = RealString(
    await bridge.later((value) => {
      probe('later')
      note('later argument', value)
      return 7
    }),
  )
  results.promise = RealString((await bridge.promise()).x)
  const button = document.createElement('button')
  own.add(button)
  button.addEventListener('click', (event) => {
    own.add(event)
    bridge.callback(() => {
      results.click = window.event === event ? 'own event' : RealString(window.event)
    })
  })
  button.click()
  return { leaks: [...new Set(leaks)], observations, sites, fakeHubMessages, results }
}

observer.disconnect()
leaks.length = 0
window.attack = run()
