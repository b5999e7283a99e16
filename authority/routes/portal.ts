import { DataUpdateInput, EmailChangeInput, EnterCodeInput, PortalRequestOutput } from '#shared/protocol/portal.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { resubmitDataUpdate, submitDataUpdate } from '../use-cases/portal/data-update.ts'
import { enterCode, resubmitEmailChange, sendCodeAgain, submitEmailChange } from '../use-cases/portal/email-change.ts'
import { NumberParams, problems } from './answers.ts'

/** Five documents of 5 MB in base64, and the fields. */
const submissionBytes = 36 * 1024 * 1024

/** What a member must know for another code. */
const ProofInput = EmailChangeInput.pick({ membershipNo: true, idNo: true })

/** What members do on the portal: ask for another address and prove it, ask for other data, complete what was returned. */
export function addPortalRoutes(app: App, context: AuthorityContext): void {
  const tags = ['portal']
  const rateLimit = { max: context.config.portalCallsPerMinute, groupId: 'portal' }
  const config = { access: 'public' as const, rateLimit }
  const response = { 200: PortalRequestOutput, ...problems }
  app.post(
    '/v1/portal/email-changes',
    {
      config,
      bodyLimit: submissionBytes,
      schema: {
        tags,
        summary: 'Ask for another e-mail address',
        body: EmailChangeInput,
        response: { 201: PortalRequestOutput, ...problems },
      },
    },
    async (request, reply) => reply.code(201).send(await submitEmailChange(context, request.body)),
  )
  app.put(
    '/v1/portal/email-changes/:number',
    {
      config,
      bodyLimit: submissionBytes,
      schema: { tags, summary: 'Complete a returned request', params: NumberParams, body: EmailChangeInput, response },
    },
    (request) => resubmitEmailChange(context, request.params.number, request.body),
  )
  app.post(
    '/v1/portal/email-changes/:number/code',
    {
      config,
      schema: { tags, summary: 'Prove the new address', params: NumberParams, body: EnterCodeInput, response },
    },
    (request) => enterCode(context, request.params.number, request.body.code),
  )
  app.post(
    '/v1/portal/email-changes/:number/new-code',
    {
      config,
      schema: { tags, summary: 'Ask for another code', params: NumberParams, body: ProofInput, response },
    },
    (request) => sendCodeAgain(context, request.params.number, request.body),
  )
  app.post(
    '/v1/portal/data-updates',
    {
      config,
      bodyLimit: submissionBytes,
      schema: {
        tags,
        summary: 'Ask for other personal data',
        body: DataUpdateInput,
        response: { 201: PortalRequestOutput, ...problems },
      },
    },
    async (request, reply) => reply.code(201).send(await submitDataUpdate(context, request.body)),
  )
  app.put(
    '/v1/portal/data-updates/:number',
    {
      config,
      bodyLimit: submissionBytes,
      schema: {
        tags,
        summary: 'Complete a returned data update',
        params: NumberParams,
        body: DataUpdateInput,
        response,
      },
    },
    (request) => resubmitDataUpdate(context, request.params.number, request.body),
  )
}
