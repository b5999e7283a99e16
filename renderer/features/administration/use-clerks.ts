import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePermission } from '#renderer/lib/use-permission.ts'

/** How often accounts are asked for again while they are shown: sign-ins and waits come without an event. */
const againMs = 60_000

/** Everybody: as the authority knows them now, or without a line as this desk does. */
export function useClerks() {
  const query = useDeskQuery(
    'administration.clerks',
    {},
    { enabled: usePermission('administer.clerks'), refetchInterval: againMs },
  )
  return { ...query, entries: query.data?.clerks ?? [] }
}
