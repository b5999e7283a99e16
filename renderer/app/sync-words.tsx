import { badgeState } from '#renderer/features/session/badge-state.ts'
import { badgeWords } from '#renderer/features/session/badge-words.ts'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'

/** How the line and the outbox stand, in the words of the header's badge, for a sentence of another feature. */
export function SyncWords() {
  const { t, format } = useText()
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY })
  if (status.data === undefined) return null
  return <Isolated>{badgeWords(badgeState(status.data), { t, format }).shown}</Isolated>
}
