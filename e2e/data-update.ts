import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { AuthorityApi } from './authority-api.ts'
import { noura } from './people.ts'

/** The data update of five fields that the demo register gives to its first clerk, as a second desk sees it. */
export async function findDataUpdate(api: AuthorityApi): Promise<ChannelOutput<'requests.get'>> {
  await api.ask(noura.id, 'sync.now', {})
  const filters = { kind: 'data-update', risk: 'high', state: 'submitted' } as const
  const { rows } = await api.ask(noura.id, 'requests.list', { view: 'mine', filters })
  for (const { id, assigneeId } of rows) {
    if (assigneeId !== noura.id) continue
    const review = await api.ask(noura.id, 'requests.get', { id })
    if (review.changes.length === 5 && review.evidence.length === 2) return review
  }
  throw new Error('The demo register has no data update of five fields for its first clerk')
}
