import { AppError, type ErrorDetail, isErrorCode } from '#shared/kernel/errors.ts'
import { uploadHeaders } from '#shared/protocol/documents.ts'
import { GapProblem } from '#shared/protocol/push.ts'

/** Answers of something in front of the authority: the service is away, whatever was asked. */
export const serviceIsAway: readonly number[] = [502, 503, 504]
/** Longest wait that an answer may ask for, in milliseconds. */
const longestRetryAfter = 15 * 60_000

/** The text of an answer. */
export async function readText(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch (thrown) {
    // The head arrived and the rest did not: an answer that cannot be read, not a missing line.
    throw new AppError('authority/bad-answer', { status: response.status }, { cause: thrown })
  }
}

/** What a text says, undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Whether an answer is the authority's: its words are JSON, events, bytes under their hash, or say how far an upload is. A
 * portal that wants a log-in first, or a gateway, answers with a page.
 */
export function isOurs(response: Response): boolean {
  const { headers } = response
  const type = headers.get('content-type') ?? ''
  return (
    /^(application\/((problem\+)?json|x-ndjson|pdf)|text\/event-stream|image\/(png|jpeg))\b/.test(type) ||
    headers.has(uploadHeaders.offset) ||
    (response.status === 416 && headers.has('content-range'))
  )
}

/** What `Retry-After` asks for: seconds, or a date; nothing when it asks for nothing. */
export function retryAfter({ headers }: Response): { retryAfterMs?: number } {
  const text = headers.get('retry-after')
  if (text === null) return {}
  const until = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isFinite(until) ? { retryAfterMs: Math.min(longestRetryAfter, Math.max(0, until)) } : {}
}

/** The error that an answer other than 2xx means. */
export function problemOf(response: Response, text: string): AppError {
  const { status } = response
  const problem = parseJson(text)
  const body = typeof problem === 'object' && problem !== null ? (problem as Record<string, unknown>) : {}
  const gap = GapProblem.safeParse(body)
  if (gap.success) return new AppError('sync/gap', { actor: gap.data.wanted.actor, seq: gap.data.wanted.seq })
  if (status === 429) return new AppError('authority/too-many', { status, ...retryAfter(response) })
  const info = typeof body['info'] === 'object' && body['info'] !== null ? Object.entries(body['info']) : []
  const plain = info.filter(([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value))
  const detail: ErrorDetail = { ...(Object.fromEntries(plain) as ErrorDetail), status, ...retryAfter(response) }
  const code = body['code']
  if (typeof code === 'string' && isErrorCode(code) && code !== 'internal') return new AppError(code, detail)
  if (status === 401) return new AppError('session/required', detail)
  return new AppError(status >= 500 ? 'authority/unavailable' : 'authority/bad-answer', detail)
}
