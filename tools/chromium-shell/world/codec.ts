// Structured clone <-> text, for everything that crosses between Node and a page. The same text runs in Node and,
// stripped of its types, in the isolated world, so it imports nothing.

/** Bytes <-> base64: Node has Buffer, the page has Uint8Array.prototype.toBase64. */
export interface Base64 {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array<ArrayBuffer>
}

export interface Codec {
  /** Any structured-cloneable value as text; throws DataCloneError for functions, symbols, promises and the like. */
  encode(value: unknown): string
  /** The value again: what structuredClone would have given. */
  decode(text: string): unknown
}

/** A value inside a table entry: JSON as is, `n`umber that JSON lacks, `u`ndefined, `b`igint, or `r`eference to an entry. */
type Cell = string | boolean | number | null | { n: string } | { u: 1 } | { b: string } | { r: number }

type Entry =
  | ['array', number, [string, Cell][]]
  | ['object', [string, Cell][]]
  | ['date', number | null]
  | ['regexp', string, string]
  | ['map', [Cell, Cell][]]
  | ['set', Cell[]]
  | ['buffer', string]
  | ['view', string, Cell, number, number]
  | ['error', string, string, string | null, [Cell] | null]
  | ['boxed', Cell]

export function createCodec(base64: Base64): Codec {
  const VIEWS: Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const ERRORS: Record<string, ErrorConstructor> = {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  }
  const tagOf = (value: object) => Object.prototype.toString.call(value).slice(8, -1)
  const jsonNumber = (value: number) => Number.isFinite(value) && !Object.is(value, -0)
  const define = (target: object, key: string, value: unknown, enumerable = true) =>
    Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true })

  /** True when JSON alone keeps the value: then it goes at native speed. */
  function isJson(value: unknown, seen: Set<unknown>): boolean {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
    if (typeof value === 'number') return jsonNumber(value)
    if (typeof value !== 'object' || seen.has(value)) return false
    seen.add(value)
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) if (!isJson(value[index], seen)) return false
      return Object.keys(value).length === value.length
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return false
    for (const key of Object.keys(value)) {
      if (key === '__proto__' || key === 'toJSON' || !isJson((value as Record<string, unknown>)[key], seen))
        return false
    }
    return true
  }

  function encodeTable(root: unknown): string {
    const ids = new Map<object, number>()
    const table: (Entry | null)[] = []

    const fields = (value: object): [string, Cell][] =>
      Object.keys(value).map((key) => [key, cell((value as Record<string, unknown>)[key])])

    function entry(value: object): Entry {
      const tag = tagOf(value)
      if (Array.isArray(value)) return ['array', value.length, fields(value)]
      if (value instanceof Date) return ['date', Number.isNaN(value.getTime()) ? null : value.getTime()]
      if (value instanceof RegExp) return ['regexp', value.source, value.flags]
      if (value instanceof Map) return ['map', [...value].map(([key, item]): [Cell, Cell] => [cell(key), cell(item)])]
      if (value instanceof Set) return ['set', [...value].map(cell)]
      if (value instanceof ArrayBuffer) return ['buffer', base64.encode(new Uint8Array(value))]
      if (ArrayBuffer.isView(value)) {
        const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length
        return ['view', tag in VIEWS ? tag : 'Uint8Array', cell(value.buffer), value.byteOffset, length]
      }
      if (value instanceof Error) {
        const stack = value.stack === undefined ? null : String(value.stack)
        const name = value.name in ERRORS ? value.name : 'Error'
        return ['error', name, String(value.message), stack, 'cause' in value ? [cell(value.cause)] : null]
      }
      if (tag === 'Boolean' || tag === 'Number' || tag === 'String' || tag === 'BigInt')
        return ['boxed', cell(value.valueOf())]
      return ['object', fields(value)]
    }

    function cell(value: unknown): Cell {
      if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
      if (typeof value === 'number')
        return jsonNumber(value) ? value : { n: Object.is(value, -0) ? '-0' : String(value) }
      if (value === undefined) return { u: 1 }
      if (typeof value === 'bigint') return { b: String(value) }
      const known = ids.get(value as object)
      if (known !== undefined) return { r: known }
      const id = table.push(null) - 1
      ids.set(value as object, id)
      table[id] = entry(value as object)
      return { r: id }
    }

    const first = cell(root)
    return JSON.stringify([first, table])
  }

  function decodeTable(text: string): unknown {
    const [root, table] = JSON.parse(text) as [Cell, Entry[]]
    const done = new Map<number, unknown>()

    function value(cell: Cell): unknown {
      if (cell === null || typeof cell !== 'object') return cell
      if ('n' in cell) return Number(cell.n)
      if ('u' in cell) return undefined
      if ('b' in cell) return BigInt(cell.b)
      return done.has(cell.r) ? done.get(cell.r) : build(cell.r)
    }

    /** Notes the object before its contents are read, so that a cycle finds it. */
    function keep<T>(id: number, object: T): T {
      done.set(id, object)
      return object
    }

    function build(id: number): unknown {
      const entry = table[id] as Entry
      switch (entry[0]) {
        case 'array': {
          const array = keep(id, new Array<unknown>(entry[1]))
          for (const [key, item] of entry[2]) define(array, key, value(item))
          return array
        }
        case 'object': {
          const object = keep(id, {})
          for (const [key, item] of entry[1]) define(object, key, value(item))
          return object
        }
        case 'map': {
          const map = keep(id, new Map())
          for (const [key, item] of entry[1]) map.set(value(key), value(item))
          return map
        }
        case 'set': {
          const set = keep(id, new Set())
          for (const item of entry[1]) set.add(value(item))
          return set
        }
        case 'error': {
          const error = keep(id, new (ERRORS[entry[1]] ?? Error)(entry[2]))
          define(error, 'stack', entry[3] ?? undefined, false)
          if (entry[4]) define(error, 'cause', value(entry[4][0]), false)
          return error
        }
        case 'view': {
          const View = VIEWS[entry[1]] ?? Uint8Array
          return keep(id, new View(value(entry[2]) as ArrayBuffer, entry[3], entry[4]))
        }
        case 'date':
          return keep(id, new Date(entry[1] ?? NaN))
        case 'regexp':
          return keep(id, new RegExp(entry[1], entry[2]))
        case 'buffer':
          return keep(id, base64.decode(entry[1]).buffer)
        case 'boxed':
          return keep(id, Object(value(entry[1])))
      }
    }

    return value(root)
  }

  return {
    // structuredClone first: it refuses what must be refused and flattens classes, so the walk sees plain data only.
    encode: (value) =>
      isJson(value, new Set()) ? `J${JSON.stringify(value)}` : `T${encodeTable(structuredClone(value))}`,
    decode: (text) => (text.startsWith('J') ? JSON.parse(text.slice(1)) : decodeTable(text.slice(1))),
  }
}
