import { useDeskQuery } from '#renderer/lib/desk-queries.ts'

/** Who works at this screen and with which authority; kept in step by the core's events. */
export function useSession() {
  return useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY })
}
