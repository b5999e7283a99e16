import { useDeskQuery } from '#renderer/lib/desk-queries.ts'

/** The key vault of this device; kept in step by the core's events. */
export function useVault() {
  return useDeskQuery('vault.get', {}, { staleTime: Number.POSITIVE_INFINITY })
}
