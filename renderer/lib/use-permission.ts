import { isForRole } from '#shared/domain/policy/policy.ts'
import type { Action } from '#shared/domain/policy/policy-table.ts'
import { useDeskQuery } from './desk-queries.ts'
import { useText } from './use-text.ts'

/** Whether the clerk at the screen has an action at all, wherever; false while nobody is known. */
export function usePermission(action: Action): boolean {
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk
  return clerk != null && isForRole(clerk.role, action)
}

/** Why a control is not for the clerk at the screen, for its `disabledReason`; undefined when it is. */
export function useRoleReason(action: Action): string | undefined {
  const { t } = useText()
  return usePermission(action) ? undefined : t('common.refused_role')
}
