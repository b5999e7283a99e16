import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, type ErrorCode, getErrorRow } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import type { Problem } from '#shared/protocol/session.ts'
import type { App } from './app-type.ts'

/** The body of an error answer (RFC 9457): sentences of the error table, never a stack or a statement. */
function problemOf({ code, detail }: AppError): Problem {
  const row = getErrorRow(code)
  const problem: Problem = {
    type: `urn:mumaris:error:${code}`,
    title: row.en,
    titleAr: row.ar,
    status: row.status,
    detail: `${row.safeEn} ${row.doEn}`,
    code,
  }
  if (Object.keys(detail).length > 0) problem.info = detail
  // The desk needs to know from where to push again.
  if (code === 'sync/gap') problem.wanted = { actor: detail.actor, seq: detail.seq }
  return problem
}

/** Faults of the connection to the database: SQLSTATE classes 08, 53 and 57, and what the socket or the client says. */
function isUnavailable(thrown: object): boolean {
  const code = 'code' in thrown ? String(thrown.code) : ''
  if (/^(08|53|57)...$|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code)) return true
  // The client's own, of a connection that ended in the middle of a question: it has no code.
  return thrown instanceof Error && thrown.message.startsWith('Connection terminated')
}

/** SQLSTATE class 22: a value that the database cannot hold, such as a NUL in a text or the 30th of February. */
function isUnstorable(thrown: object): boolean {
  return 'code' in thrown && /^22...$/.test(String(thrown.code))
}

function appErrorOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (typeof thrown !== 'object' || thrown === null) return new AppError('internal', {}, { cause: thrown })
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const [first] = thrown.validation
    const field = first?.instancePath.replace(/^\//, '').replaceAll('/', '.') ?? ''
    return new AppError('input/invalid', { part: thrown.validationContext ?? 'body', field })
  }
  if (isUnstorable(thrown)) return new AppError('input/invalid', {}, { cause: thrown })
  const status = 'statusCode' in thrown ? Number(thrown.statusCode) : 500
  const byStatus: Readonly<Record<number, ErrorCode>> = {
    404: 'channel/unknown',
    413: 'channel/too-large',
    429: 'authority/too-many',
  }
  const code = byStatus[status] ?? (status >= 400 && status < 500 ? 'input/invalid' : undefined)
  if (code) return new AppError(code, {}, { cause: thrown })
  return new AppError(isUnavailable(thrown) ? 'authority/unavailable' : 'internal', {}, { cause: thrown })
}

function send(reply: FastifyReply, error: AppError): FastifyReply {
  return reply
    .code(getErrorRow(error.code).status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(error)))
}

/** An address that cannot be read, which no route and so no error handler of one ever sees. */
export function answerBadAddress(thrown: unknown, _: unknown, reply: FastifyReply): void {
  send(reply, appErrorOf(thrown))
}

/** Every error of every route, and routes that are not there, as problem details. */
export function answerProblems(app: App, log: Logger): void {
  app.setErrorHandler((thrown: unknown, request: FastifyRequest, reply) => {
    const error = appErrorOf(thrown)
    if (getErrorRow(error.code).status >= 500) {
      const cause = error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : String(error.cause)
      log.error('request-fault', {
        route: request.routeOptions.url ?? '',
        method: request.method,
        code: error.code,
        cause,
      })
    }
    return send(reply, error)
  })
  app.setNotFoundHandler((_, reply) => send(reply, new AppError('channel/unknown')))
}
