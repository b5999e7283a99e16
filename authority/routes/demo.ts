import { z } from 'zod'
import { FieldValues, Instant, Member } from '#shared/domain/members/member.ts'
import { DemoClerksOutput, DemoSessionInput, SessionOutput } from '#shared/protocol/session.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { correctMember } from '../use-cases/demo/correct-member.ts'
import { readMail } from '../use-cases/demo/read-mail.ts'
import { beginDemoSession, listDemoClerks } from '../use-cases/session/demo-session.ts'
import { IdParams, problems } from './answers.ts'

const CorrectInput = z.strictObject({ fields: FieldValues })
const MailOutput = z.object({
  letters: z.array(
    z.object({
      id: z.number().int(),
      at: Instant,
      template: z.string(),
      toAddress: z.string(),
      requestId: z.string(),
      requestNumber: z.string(),
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
}
