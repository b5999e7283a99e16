import { z } from 'zod'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { AccountStep, ClerkActivity, ClerkChange, NewClerk } from '#shared/domain/clerks/clerk-account.ts'
import { BranchActivity, BranchChange, BranchEntry } from '#shared/domain/reference/branch.ts'
import { AccountStepInput, BranchesOutput, ClerkChangedOutput, ClerksOutput } from '#shared/protocol/administration.ts'
import { sessionOf } from '../plugins/access.ts'
import type { App } from '../plugins/app-type.ts'
import { compressAnswer } from '../plugins/compress.ts'
import { stepAccountAs } from '../use-cases/administration/account-steps.ts'
import { changeBranchAs, listBranchesFor, setBranchActivityAs } from '../use-cases/administration/branches.ts'
import { addClerkAs, changeClerkAs, listClerksFor, setActivityAs } from '../use-cases/administration/clerks.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { IdParams, problems } from './answers.ts'

/** Who works here, with which role, where: docs/administration.md. */
export function addAdministrationRoutes(app: App, context: AuthorityContext): void {
  const tags = ['administration']
  const config = { access: { session: 'administer.clerks' as const } }
  const ofBranches = { access: { session: 'administer.branches' as const } }
  const response = { 200: ClerkChangedOutput, ...problems }
  app.get(
    '/v1/administration/clerks',
    {
      config,
      onSend: compressAnswer,
      schema: {
        tags,
        summary: 'Everybody, with their accounts (administrators)',
        response: { 200: ClerksOutput, ...problems },
      },
    },
    (request) => listClerksFor(context, sessionOf(request)),
  )
  app.post(
    '/v1/administration/clerks',
    { config, schema: { tags, summary: 'Somebody new, with an account', body: NewClerk, response } },
    (request) => addClerkAs(context, sessionOf(request), request.body),
  )
  app.put(
    '/v1/administration/clerks/:id',
    {
      config,
      schema: { tags, summary: 'Names, role and branch of a clerk', params: IdParams, body: ClerkChange, response },
    },
    (request) => changeClerkAs(context, sessionOf(request), { ...request.params, ...request.body }),
  )
  app.put(
    '/v1/administration/clerks/:id/activity',
    {
      config,
      schema: { tags, summary: 'Let a clerk go, or back in', params: IdParams, body: ClerkActivity, response },
    },
    (request) => setActivityAs(context, sessionOf(request), { ...request.params, ...request.body }),
  )
  app.post(
    '/v1/administration/clerks/:id/account/:step',
    {
      config,
      schema: {
        tags,
        summary: 'One step of a clerk’s account',
        params: z.strictObject({ ...IdParams.shape, step: AccountStep }),
        body: AccountStepInput,
        response,
      },
    },
    (request) => stepAccountAs(context, sessionOf(request), { ...request.params, ...request.body }),
  )
  const BranchParams = z.strictObject({ code: BranchCode })
  app.get(
    '/v1/administration/branches',
    {
      config: ofBranches,
      schema: {
        tags,
        summary: 'Every branch, with what happens there (administrators)',
        response: { 200: BranchesOutput, ...problems },
      },
    },
    (request) => listBranchesFor(context, sessionOf(request)),
  )
  app.put(
    '/v1/administration/branches/:code',
    {
      config: ofBranches,
      schema: {
        tags,
        summary: 'What a branch is called, and how it is reached',
        params: BranchParams,
        body: BranchChange,
        response: { 200: BranchEntry, ...problems },
      },
    },
    (request) => changeBranchAs(context, sessionOf(request), { ...request.params, ...request.body }),
  )
  app.put(
    '/v1/administration/branches/:code/activity',
    {
      config: ofBranches,
      schema: {
        tags,
        summary: 'Close a branch, or open it again',
        params: BranchParams,
        body: BranchActivity,
        response: { 200: BranchEntry, ...problems },
      },
    },
    (request) => setBranchActivityAs(context, sessionOf(request), { ...request.params, ...request.body }),
  )
}
