import { z } from 'zod'
import { Problem } from '#shared/protocol/session.ts'

/** The error answers of a route for its OpenAPI entry; their bodies are all alike. */
export const problems = { '4xx': Problem, '5xx': Problem } as const

/** A SHA-256 in lower-case hex. */
export const HashParams = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
/** The number of a request as letters print it. */
export const NumberParams = z.strictObject({ number: z.string().min(1).max(32) })
export const IdParams = z.strictObject({ id: z.string().min(1).max(64) })
/** Bytes or a stream: sent as they are, so the schema says nothing of them. */
export const Raw = z.unknown()
