import fc from 'fast-check'
import { z } from 'zod'

/** A part of a JSON Schema, as far as samples are made of it. */
const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    minLength: z.number().optional(),
    minItems: z.number().optional(),
  }),
)
interface Schema {
  type?: string | string[] | undefined
  enum?: unknown[] | undefined
  const?: unknown
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
  items?: Schema | undefined
  anyOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
  format?: string | undefined
  pattern?: string | undefined
  minLength?: number | undefined
  minItems?: number | undefined
}

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const
const Described = z.looseObject({
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string(), schema: Schema.optional() })).optional(),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: Schema.optional() })) })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
})
const Document = z.object({ paths: z.record(z.string(), z.partialRecord(z.enum(methods), Described)) })

/** An operation of an OpenAPI document, as calls of it are made. */
export interface Shape {
  readonly name: string
  readonly method: (typeof methods)[number]
  readonly path: string
  readonly query: readonly { name: string; schema: Schema }[]
  readonly body: Schema | undefined
  /** Statuses that its document has, as `200` or `4XX`. */
  readonly answers: readonly string[]
}

/** Every operation of the document. */
export function shapesOf(document: unknown): Shape[] {
  return Object.entries(Document.parse(document).paths).flatMap(([path, its]) =>
    methods.flatMap((method): Shape[] => {
      const described = its[method]
      if (!described) return []
      const query = (described.parameters ?? []).filter((parameter) => parameter.in === 'query')
      const [body] = Object.values(described.requestBody?.content ?? {})
      return [
        {
          name: `${method} ${path}`,
          method,
          path,
          query: query.map(({ name, schema = {} }) => ({ name, schema })),
          body: body?.schema,
          answers: Object.keys(described.responses),
        },
      ]
    }),
  )
}

/** Values that something has choked on somewhere: huge, deep, of the wrong kind, or words that no database holds. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -0,
    -1,
    2 ** 53,
    -(2 ** 63),
    1e308,
    1.5,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00x',
    '\u202e',
    '\uffff',
    'x'.repeat(5000),
    '9'.repeat(400),
    '2026-02-30',
    '2026-13-01T25:61:61Z',
    'NaN',
    "' or 1=1 --",
    '%00',
    '../../etc/passwd',
    '__proto__',
    [],
    {},
    [[[[[[[[]]]]]]]],
    { length: 1 },
    { toString: 1 },
    Object.fromEntries([['constructor', { prototype: 1 }]]),
  ),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.jsonValue({ maxDepth: 2 }),
)

const strings: Readonly<Record<string, fc.Arbitrary<string>>> = {
  date: fc.constant('2026-11-22'),
  'date-time': fc.constant('2026-11-22T07:00:00.000Z'),
  email: fc.constant('somebody@example.com'),
}

/** A value that fits a schema more or less: now and then a part of it is odd, missing, or one too many. */
function nearly(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const fits = fitting(schema, depth)
  return fc.oneof({ weight: depth === 0 ? 12 : 7, arbitrary: fits }, { weight: 1, arbitrary: odd })
}

function fitting(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices && choices.length > 0) return fc.oneof(...choices.map((choice) => fitting(choice, depth + 1)))
  if (schema.enum && schema.enum.length > 0) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (depth > 8) return odd
  switch (type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {}).map(
        ([name, its]) => [name, nearly(its, depth + 1)] as const,
      )
      const named = fc.record(Object.fromEntries(entries), { requiredKeys: schema.required ?? [] })
      const more = fc.dictionary(fc.constantFrom('__proto__', 'more', 'constructor', '\u0000'), odd, { maxKeys: 1 })
      const less = fc.record(Object.fromEntries(entries), { requiredKeys: [] })
      return fc.oneof(
        { weight: 8, arbitrary: named },
        { weight: 1, arbitrary: less },
        { weight: 1, arbitrary: fc.tuple(named, more).map(([one, other]) => ({ ...one, ...other })) },
      )
    }
    case 'array':
      return fc.array(nearly(schema.items ?? {}, depth + 1), {
        minLength: Math.min(schema.minItems ?? 0, 3),
        maxLength: 3,
      })
    case 'string': {
      if (schema.format && strings[schema.format]) return strings[schema.format] ?? odd
      if (schema.pattern !== undefined) {
        try {
          return fc.stringMatching(new RegExp(schema.pattern), { maxLength: 100 })
        } catch {
          return fc.string({ unit: 'binary' })
        }
      }
      return fc.string({ minLength: Math.min(schema.minLength ?? 0, 40), maxLength: 60, unit: 'binary' })
    }
    case 'integer':
    case 'number':
      return fc.oneof(fc.nat(1000), fc.integer(), fc.double())
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return odd
  }
}

/** A call as it goes out. */
export interface Call {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | undefined
}

const word = fc.oneof(
  fc.constantFrom(
    'x',
    '0',
    '-1',
    '1e9',
    'f'.repeat(64),
    'R-48-018204',
    'member-1',
    'desk-1',
    'request-1',
    'x'.repeat(12),
  ),
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.constantFrom('x'.repeat(300), '\u0000', '..', '/', '\ud800', 'a/b', '?', '#', ';', '%'),
)

/** A word as a part of an address: half of a character cannot be written as one. */
const written = (text: string): string => encodeURIComponent(text.toWellFormed())

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '')

const header = fc.oneof(
  fc.string({ maxLength: 60 }).map(printable),
  fc.constantFrom('x'.repeat(4000), 'bytes=0-', 'bytes=9-1', '*', '0'),
)

const authorization = fc.oneof(
  { weight: 7, arbitrary: fc.constant('own') },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: header.map((text) => `Bearer ${text}`) },
  { weight: 1, arbitrary: header.map((text) => `DPoP ${text}`) },
  { weight: 1, arbitrary: header },
)

/** What is made of a body on its way: mostly nothing, sometimes it is cut, doubled, deep, or of another kind. */
const spoilt = (json: string, cut: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(json) },
    { weight: 1, arbitrary: fc.constant(json.slice(0, cut % (json.length + 1))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `${json}${json}`,
        '',
        '{',
        '"',
        'null',
        '[1,]',
        '<a/>',
        '{"__proto__":{"a":1}}',
        `${'['.repeat(3000)}`,
        `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
        '\ufeff{}',
        '{"a":1e999}',
        'a=b&c',
      ),
    },
  )

const types = fc.oneof(
  { weight: 10, arbitrary: fc.constant('fits') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-16',
      'application/xml',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/octet-stream',
      'application/offset+octet-stream',
      'application/json;',
      'json',
      '',
    ),
  },
)

/** Calls of an operation, almost right or quite wrong. `own`: the header of a session that holds. */
export function callsOf(shape: Shape, own: Readonly<Record<string, string>>): fc.Arbitrary<Call> {
  const names = Array.from(shape.path.matchAll(/\{([^}]+)\}/g), ([, name = '']) => name)
  const path = fc.tuple(...names.map(() => word)).map((words) => {
    let index = 0
    return shape.path.replace(/\{[^}]+\}/g, () => written(words[index++] ?? ''))
  })
  const queries = fc.tuple(
    fc.record(Object.fromEntries(shape.query.map(({ name, schema }) => [name, nearly(schema)])), { requiredKeys: [] }),
    fc.constantFrom(
      '',
      '',
      '',
      '',
      '',
      '?',
      '&limit=1&limit=2',
      '&__proto__=1',
      '&a[b]=1',
      '&%zz',
      '&=',
      '&x=%00',
      `&x=${'y'.repeat(3000)}`,
    ),
  )
  const asked = queries.map(([known, more]) => {
    const parts = Object.entries(known).map(
      ([name, value]) => `${name}=${written(typeof value === 'string' ? value : JSON.stringify(value ?? ''))}`,
    )
    return `?${parts.join('&')}${more}`
  })
  const body = ['post', 'put', 'patch', 'delete'].includes(shape.method)
    ? fc.tuple(nearly(shape.body ?? {}), fc.nat(4000)).chain(([value, cut]) => spoilt(JSON.stringify(value) ?? '', cut))
    : fc.constant(undefined)
  const strange = fc.dictionary(
    fc.constantFrom(
      'accept',
      'accept-encoding',
      'range',
      'dpop',
      'upload-offset',
      'upload-length',
      'origin',
      'cookie',
      'x-forwarded-for',
      'if-none-match',
      'content-encoding',
      'host',
    ),
    header,
    { maxKeys: 2 },
  )
  const tail = fc.constantFrom('', '', '', '', '', '', '', '', '/', '//', '/%zz', '/..', ';x', '%2f')
  return fc
    .record({ path, tail, asked, body, type: types, authorization, strange })
    .map(({ path: at, tail: after, asked: query, body: payload, type, authorization: who, strange: more }) => {
      const fits = shape.name.includes('/oidc/') ? 'application/x-www-form-urlencoded' : 'application/json'
      const proof: Record<string, string> = who === 'own' ? { ...own } : who === undefined ? {} : { authorization: who }
      const named: Record<string, string> =
        payload === undefined ? {} : { 'content-type': type === 'fits' ? fits : type }
      return { url: `${at}${after}${query}`, headers: { ...more, ...proof, ...named }, payload }
    })
}
