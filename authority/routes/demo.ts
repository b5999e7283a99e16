import { z } from 'zod'
import { Verdict } from '#shared/domain/certificates/certificate.ts'
import { FieldValues, Instant, Member } from '#shared/domain/members/member.ts'
import { DemoClerksOutput, DemoSessionInput, SessionOutput } from '#shared/protocol/session.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { correctMember } from '../use-cases/demo/correct-member.ts'
import { findLetter, readMail } from '../use-cases/demo/read-mail.ts'
import { listSpecialCertificates } from '../use-cases/demo/special-certificates.ts'
import { beginDemoSession, listDemoClerks } from '../use-cases/session/demo-session.ts'
import { IdParams, problems, Raw } from './answers.ts'
import { mailPageStyle, renderMailPage } from './mail-page.ts'

const MailPageQuery = z.object({ letter: z.coerce.number().int().positive().max(2_000_000_000).optional() })
const pagePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const CorrectInput = z.strictObject({ fields: FieldValues })
const CertificatesOutput = z.object({
  certificates: z.array(z.object({ verdict: Verdict, number: z.string(), code: z.string().nullable() })),
})
const MailOutput = z.object({
  letters: z.array(
    z.object({
      id: z.number().int(),
      at: Instant,
      template: z.string(),
      toAddress: z.string(),
      requestId: z.string().nullable(),
      requestNumber: z.string().nullable(),
      subjectAr: z.string(),
      subjectEn: z.string(),
      bodyAr: z.string(),
      bodyEn: z.string(),
    }),
  ),
})

/** What exists only while the authority shows itself: picking a person, reading the mail, changing a member. */
export function addDemoRoutes(app: App, context: AuthorityContext): void {
  const tags = ['demo']
  const config = { access: 'demo' as const }
  app.get(
    '/v1/demo/clerks',
    { config, schema: { tags, summary: 'Who may be picked', response: { 200: DemoClerksOutput, ...problems } } },
    () => listDemoClerks(context),
  )
  app.post(
    '/v1/demo/sessions',
    {
      config,
      schema: {
        tags,
        summary: 'A session for a picked clerk',
        body: DemoSessionInput,
        response: { 200: SessionOutput, ...problems },
      },
    },
    (request) => beginDemoSession(context, request.body),
  )
  app.post(
    '/v1/demo/members/:id/correct',
    {
      config,
      schema: {
        tags,
        summary: 'Change a member, so that a conflict can be shown',
        params: IdParams,
        body: CorrectInput,
        response: { 200: Member, ...problems },
      },
    },
    (request) => correctMember(context, request.params.id, request.body.fields),
  )
  app.get(
    '/v1/demo/mail',
    { config, schema: { tags, summary: 'The mail outbox, newest first', response: { 200: MailOutput, ...problems } } },
    async () => ({ letters: await readMail(context) }),
  )
  app.get(
    '/v1/demo/certificates',
    {
      config,
      schema: { tags, summary: 'A certificate for each verdict', response: { 200: CertificatesOutput, ...problems } },
    },
    () => listSpecialCertificates(context),
  )
  const pages = ['demo pages']
  app.get(
    '/demo/mail',
    {
      config,
      schema: {
        tags: pages,
        summary: 'The mail outbox as a page',
        querystring: MailPageQuery,
        response: { 200: Raw, ...problems },
      },
    },
    async (request, reply) => {
      const { letter } = request.query
      const { nameAr: authorityAr, nameEn: authorityEn } = context.config
      const open = letter === undefined ? undefined : await findLetter(context, letter)
      const html = renderMailPage({ authorityAr, authorityEn, letters: await readMail(context), open })
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', pagePolicy)
        .header('cache-control', 'no-store')
        .send(html)
    },
  )
  app.get('/demo/mail.css', { config, schema: { tags: pages, response: { 200: Raw } } }, (_, reply) =>
    reply.type('text/css; charset=utf-8').send(mailPageStyle),
  )
}
