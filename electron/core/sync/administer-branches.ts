import { listBranches as listKnown } from '#core/repositories/branches.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { BranchEntry } from '#shared/domain/reference/branch.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { BranchesOutput } from '#shared/protocol/administration.ts'
import type { Administering } from './administering.ts'

const path = 'administration/branches'

/** Every branch, with what happens there; without a line as this desk knows them. @throws AppError `permission/denied`. */
export async function listBranches({
  context,
  sessions,
  clerkId,
}: Administering): Promise<ChannelOutput<'administration.branches'>> {
  const { store, client } = context
  try {
    const { branches } = await sessions.with(clerkId, (token) => client.administer(BranchesOutput, token, path))
    return { branches, live: true }
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'sync/offline')) throw thrown
    return { branches: listKnown(store).map((branch) => ({ branch, use: null })), live: false }
  }
}

function change({ context, sessions, clerkId }: Administering, to: string, body: object): Promise<BranchEntry> {
  return sessions.with(clerkId, (token) =>
    context.client.administer(BranchEntry, token, `${path}/${to}`, { method: 'PUT', body }),
  )
}

/** What a branch is called. @throws AppError `administration/changed`. */
export function changeBranch(
  asking: Administering,
  { code, ...body }: ParsedInput<'administration.changeBranch'>,
): Promise<BranchEntry> {
  return change(asking, code, body)
}

/** Closes a branch, or opens it again. @throws AppError `administration/changed`, `administration/branch-in-use`. */
export function setBranchActivity(
  asking: Administering,
  { code, ...body }: ParsedInput<'administration.setBranchActivity'>,
): Promise<BranchEntry> {
  return change(asking, `${code}/activity`, body)
}
