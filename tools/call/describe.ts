import { z } from 'zod'
import { contracts } from '#shared/contracts/contract-map.ts'

/** JSON has no bytes: they go as base64 text, in schemas and in answers. */
function bytesAsText(context: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (context.zodSchema._zod.def.type === 'custom')
    Object.assign(context.jsonSchema, { type: 'string', contentEncoding: 'base64' })
}

/** A schema as JSON Schema; input: what a caller passes, with defaults left out. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any', override: bytesAsText })
}

/** Every channel with who may call it, its errors and its schemas. */
export function describeChannels(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(contracts).map(([channel, { needs, lane, errors, input, output }]) => [
      channel,
      { needs, lane, errors, input: schemaOf(input, 'input'), output: schemaOf(output, 'output') },
    ]),
  )
}

/** An answer as one line of JSON. */
export function toLine(answer: unknown): string {
  return JSON.stringify(answer, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  )
}
