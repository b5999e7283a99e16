import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import type { ConfirmReferenceInput, ReferenceOutput } from '#shared/domain/reference/reference-change.ts'
import { isProposal, isWaiting, type ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { lockReference, markVersion } from '../../repositories/reference.ts'
import type { Session } from '../../repositories/sessions.ts'
import { administer } from '../administration/administer.ts'
import type { AuthorityContext } from '../context.ts'
import { proposalHash } from './proposal-hash.ts'
import { getStanding, takeStep } from './reference-step.ts'

/**
 * The second person of a proposed version: from here on it stands, and counts from its day on. Of the proposal nothing
 * can be changed; the hash says that whoever confirms had these very rows before their eyes.
 *
 * @throws {AppError} `permission/denied` (`same-person` for whoever proposed it), `record/not-found`,
 *   `reference/changed` (also for another hash), `reference/proposal-lapsed` from its day on.
 */
export async function confirmReference(
  context: AuthorityContext,
  session: Session,
  { id, hash, seen, dryRun }: ConfirmReferenceInput & { readonly id: string },
): Promise<ReferenceOutput> {
  return administer(context, session, 'administer.reference', async (change) => {
    const { trx, at, clerk } = change
    await lockReference(trx)
    const { before, standing } = await getStanding(trx, id, seen)
    if (!isProposal(standing)) throw new AppError('record/not-found')
    demand(clerk, 'administer.confirm-reference', { first: standing.publishedBy })
    if (!isWaiting(standing, riyadhDateOf(at))) throw new AppError('reference/proposal-lapsed')
    if (hash !== standing.proposalHash || hash !== proposalHash(standing)) throw new AppError('reference/changed')
    const changed: ReferenceVersion = {
      ...standing,
      version: standing.version + 1,
      confirmedAt: at,
      confirmedBy: clerk.id,
      updatedAt: at,
    }
    return takeStep(
      change,
      {
        before,
        changed,
        act: 'reference-confirmed',
        detail: { proposer: standing.publishedBy, hash },
        write: () => markVersion(trx, changed),
      },
      dryRun,
    )
  })
}
