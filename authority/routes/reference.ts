import {
  ConfirmReferenceInput,
  PublishReferenceInput,
  ReferenceOutput,
  WithdrawReferenceInput,
} from '#shared/domain/reference/reference-change.ts'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { confirmReference } from '../use-cases/reference/confirm-reference.ts'
import { publishReference, withdrawReference } from '../use-cases/reference/publish-reference.ts'
import { IdParams, problems } from './answers.ts'

/** Five hundred rows of sentences in two languages. */
const rowsBytes = 1024 * 1024

/** Reference data: docs/reference-data.md. Desks read it with the directory. */
export function addReferenceRoutes(app: App, context: AuthorityContext): void {
  const tags = ['reference']
  const config = { access: { session: 'administer.reference' as const } }
  app.post(
    '/v1/reference',
    {
      config,
      bodyLimit: rowsBytes,
      schema: {
        tags,
        summary:
          'A version of reference data from a day on, a proposal where a second person is needed, or what it would do (administrators)',
        body: PublishReferenceInput,
        response: { 200: ReferenceOutput, ...problems },
      },
    },
    (request) => publishReference(context, sessionOf(request), request.body),
  )
  app.post(
    '/v1/reference/:id/confirmation',
    {
      config: { access: { session: 'administer.confirm-reference' as const } },
      schema: {
        tags,
        summary: 'Confirm, as a second administrator, exactly what another one proposed, or what that would do',
        params: IdParams,
        body: ConfirmReferenceInput,
        response: { 200: ReferenceOutput, ...problems },
      },
    },
    (request) => confirmReference(context, sessionOf(request), { ...request.body, id: request.params.id }),
  )
  app.post(
    '/v1/reference/:id/withdrawal',
    {
      config,
      schema: {
        tags,
        summary:
          'Take back a version that has not begun, or turn down a proposal, or what that would do (administrators)',
        params: IdParams,
        body: WithdrawReferenceInput,
        response: { 200: ReferenceOutput, ...problems },
      },
    },
    (request) => withdrawReference(context, sessionOf(request), { ...request.body, id: request.params.id }),
  )
}
