import { useDeskQuery } from '#renderer/lib/desk-queries.ts'

/** Whether the authority answers now; `unknown` until that is known. Nothing can be administered without it. */
export function useLine(): 'here' | 'away' | 'unknown' {
  const status = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY }).data
  if (status === undefined) return 'unknown'
  return status.line === 'online' ? 'here' : 'away'
}
