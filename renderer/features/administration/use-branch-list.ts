import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { usePermission } from '#renderer/lib/use-permission.ts'

/** How often what happens at branches is counted again while it is shown. */
const againMs = 60_000

/** Every branch with what happens there: as the authority knows it now, or without a line as this desk does. */
export function useBranchList() {
  const enabled = usePermission('administer.branches')
  const query = useDeskQuery('administration.branches', {}, { enabled, refetchInterval: againMs })
  return { ...query, entries: query.data?.branches ?? [] }
}
