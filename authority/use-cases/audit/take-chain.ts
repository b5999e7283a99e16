import { type ChainEntry, type ChainHead, judgeLink } from '#shared/domain/audit/desk-chain.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ChainInput, ChainOutput } from '#shared/protocol/audit.ts'
import { type AuditEntry, appendAudits, sha256Bytes } from '../../repositories/audit.ts'
import { findChainHead, listKnownLinks, saveLinks } from '../../repositories/desk-chains.ts'
import { getEpoch } from '../../repositories/meta.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction, takeTurn } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'

/** A link as an entry of the log. A desk whose clock runs ahead does not act in the future. */
function entryOf(device: string, link: ChainEntry, now: string): AuditEntry {
  const { at, actor, action, subject, detail, number, hash } = link
  return {
    at: at < now ? at : now,
    actor,
    device,
    action,
    subject,
    detail: { ...detail, number, link: hash },
  }
}

/**
 * Takes the next links of a desk's own chain into the log. A link that came before is not taken twice. One that is
 * altered, or before which something is missing, is taken as well: what is wrong stands before it in the log, for ever,
 * and the chain goes on from there.
 *
 * @throws {AppError} `permission/denied` for the chain of another device; `sync/cursor` when the desk stands in another
 *   epoch: what a restore has forgotten is no gap.
 */
export async function takeChain(context: AuthorityContext, session: Session, input: ChainInput): Promise<ChainOutput> {
  const { device, entries } = input
  if (device !== session.device) throw new AppError('permission/denied', { reason: 'device' })
  return inTransaction(context.db, async (trx) => {
    await takeTurn(trx, `desk-chain ${device}`)
    const epoch = await getEpoch(trx)
    if (input.epoch !== epoch) throw new AppError('sync/cursor', { epoch })
    const known = await listKnownLinks(
      trx,
      device,
      entries.map(({ hash }) => hash),
    )
    const now = isoInstant(context.clock.now())
    let head: ChainHead | undefined = await findChainHead(trx, device)
    const audits: AuditEntry[] = []
    const found: ChainOutput['found'] = []
    const taken: string[] = []
    for (const link of entries) {
      if (known.has(link.hash)) continue
      const fault = judgeLink(sha256Bytes, head, link)
      if (fault !== undefined) {
        found.push({ number: link.number, fault })
        const detail = { expected: (head?.number ?? 0) + 1, number: link.number, link: link.hash }
        const subject = `device:${device}`
        audits.push({ at: now, actor: 'system', device, action: `desk-chain-${fault}`, subject, detail })
      }
      audits.push(entryOf(device, link, now))
      known.add(link.hash)
      taken.push(link.hash)
      head = { number: link.number, hash: link.hash }
    }
    await appendAudits(trx, audits)
    if (head && taken.length > 0) await saveLinks(trx, device, taken, head)
    if (found.length > 0) context.log.warn('desk-chain-broken', { device, links: found.length })
    return { taken: entries.at(-1)?.number ?? 0, found, serverTime: now }
  })
}
