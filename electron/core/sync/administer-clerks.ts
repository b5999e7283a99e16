import { listClerkRows } from '#core/repositories/clerks.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { ClerkChangedOutput, ClerksOutput } from '#shared/protocol/administration.ts'
import type { Administering } from './administering.ts'

type Changed = ChannelOutput<'administration.changeClerk'>

const path = 'administration/clerks'

/** Everybody, as the authority knows them; without a line the rows that are here. @throws AppError `permission/denied`. */
export async function listClerks({
  context,
  sessions,
  clerkId,
}: Administering): Promise<ChannelOutput<'administration.clerks'>> {
  const { store, client } = context
  try {
    const { clerks } = await sessions.with(clerkId, (token) => client.administer(ClerksOutput, token, path))
    return { clerks, live: true }
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'sync/offline')) throw thrown
    return { clerks: listClerkRows(store).map((clerk) => ({ clerk, presence: null })), live: false }
  }
}

function change(
  { context, sessions, clerkId }: Administering,
  to: string,
  method: 'POST' | 'PUT',
  body: object,
): Promise<Changed> {
  return sessions.with(clerkId, (token) => context.client.administer(ClerkChangedOutput, token, to, { method, body }))
}

const pathOf = (id: string): string => `${path}/${encodeURIComponent(id)}`

/** Somebody new, with an account. @throws AppError `administration/taken`. */
export function addClerk(asking: Administering, input: ParsedInput<'administration.addClerk'>): Promise<Changed> {
  return change(asking, path, 'POST', input)
}

/** Names, role and branch. @throws AppError `administration/changed` and what else the authority refuses. */
export function changeClerk(
  asking: Administering,
  { id, ...body }: ParsedInput<'administration.changeClerk'>,
): Promise<Changed> {
  return change(asking, pathOf(id), 'PUT', body)
}

/** Lets somebody go, or back in. @throws AppError as `changeClerk`. */
export function setActivity(
  asking: Administering,
  { id, ...body }: ParsedInput<'administration.setActivity'>,
): Promise<Changed> {
  return change(asking, `${pathOf(id)}/activity`, 'PUT', body)
}

/** One step of an account. @throws AppError `administration/own-account` and what else the authority refuses. */
export function stepAccount(
  asking: Administering,
  { id, step, ...body }: ParsedInput<'administration.stepAccount'>,
): Promise<Changed> {
  return change(asking, `${pathOf(id)}/account/${step}`, 'POST', body)
}
