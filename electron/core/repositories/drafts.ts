import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'

/** Whose draft, of which content of which request. */
export interface DraftPlace {
  readonly clerkId: string
  readonly requestId: string
  readonly revisionHash: string
}

/** What a clerk has written of a decision; undefined where there is nothing, or nothing that this version understands. */
export function findDraft(store: Store, { clerkId, requestId, revisionHash }: DraftPlace): DecisionDraft | undefined {
  const row = store.find(
    query
      .selectFrom('drafts')
      .select('draft')
      .where('clerk_id', '=', clerkId)
      .where('request_id', '=', requestId)
      .where('revision_hash', '=', revisionHash),
  )
  return row && DecisionDraft.safeParse(JSON.parse(row.draft)).data
}

/** Keeps a draft in the place of the one before. `at`: trusted time, ISO instant. */
export function putDraft(store: Store, place: DraftPlace, draft: DecisionDraft, at: string): void {
  const kept = { draft: JSON.stringify(draft), kept_at: at }
  const { clerkId: clerk_id, requestId: request_id, revisionHash: revision_hash } = place
  store.run(
    query
      .insertInto('drafts')
      .values({ clerk_id, request_id, revision_hash, ...kept })
      .onConflict((conflict) => conflict.columns(['clerk_id', 'request_id', 'revision_hash']).doUpdateSet(kept)),
  )
}

/** Lets a draft go. */
export function deleteDraft(store: Store, { clerkId, requestId, revisionHash }: DraftPlace): void {
  store.run(
    query
      .deleteFrom('drafts')
      .where('clerk_id', '=', clerkId)
      .where('request_id', '=', requestId)
      .where('revision_hash', '=', revisionHash),
  )
}

/** Lets go of drafts that nobody touched since `before`. */
export function pruneDrafts(store: Store, before: string): void {
  store.run(query.deleteFrom('drafts').where('kept_at', '<', before))
}
