import { Readable } from 'node:stream'
import { z } from 'zod'
import { AuditFilter } from '#shared/domain/audit/audit-view.ts'
import type { Permission } from '#shared/domain/policy/policy.ts'
import { AuditPage, AuditProof, AuditQuery, auditExportType, ChainInput, ChainOutput } from '#shared/protocol/audit.ts'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import { compressAnswer } from '../plugins/compress.ts'
import { openExport, proveEntry, readLog } from '../use-cases/audit/read-log.ts'
import { takeChain } from '../use-cases/audit/take-chain.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { problems, Raw } from './answers.ts'

/** Two hundred links with their details. */
const chainBytes = 1024 * 1024

/** The audit log: docs/audit.md. */
export function addAuditRoutes(app: App, context: AuthorityContext): void {
  const tags = ['audit']
  const readers: Permission = ['audit.read', 'audit.read-administration']
  app.post(
    '/v1/audit',
    {
      config: { access: { session: { anyClerk: 'a desk hands in what its clerks did, and is told nothing' } } },
      bodyLimit: chainBytes,
      schema: {
        tags,
        summary: 'The next links of a desk’s own audit chain',
        body: ChainInput,
        response: { 200: ChainOutput, ...problems },
      },
    },
    (request) => takeChain(context, sessionOf(request), request.body),
  )
  app.get(
    '/v1/audit',
    {
      config: { access: { session: readers } },
      onSend: compressAnswer,
      schema: {
        tags,
        summary: 'Entries of the audit log, newest first (auditors, administrators)',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...problems },
      },
    },
    (request) => readLog(context, sessionOf(request), request.query),
  )
  app.get(
    '/v1/audit/:seq/proof',
    {
      config: { access: { session: readers } },
      schema: {
        tags,
        summary: 'That an entry is in the log, and that the log only grew since a witness saw it',
        params: z.object({ seq: z.coerce.number().int().nonnegative() }),
        querystring: z.object({ witness: z.coerce.number().int().nonnegative().default(0) }),
        response: { 200: AuditProof, ...problems },
      },
    },
    (request) => proveEntry(context, sessionOf(request), { ...request.params, ...request.query }),
  )
  app.get(
    '/v1/audit/export',
    {
      config: { access: { session: 'audit.export' } },
      schema: {
        tags,
        summary: 'The log, or what a filter leaves of it, to be verified by anybody (auditors, administrators)',
        querystring: AuditFilter,
        produces: [auditExportType],
        response: { 200: Raw, ...problems },
      },
    },
    async (request, reply) => {
      const lines = await openExport(context, sessionOf(request), request.query)
      const source = Readable.from(lines, { objectMode: false, highWaterMark: 64 * 1024 })
      return reply.type(auditExportType).header('cache-control', 'no-store').send(source)
    },
  )
}
