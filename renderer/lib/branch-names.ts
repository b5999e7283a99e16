import { useCallback } from 'react'
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { allBranches, type Branch } from '#shared/domain/reference/branch.ts'
import { useDeskQuery } from './desk-queries.ts'
import { useText } from './use-text.ts'

const known = allBranches([])

/** Every branch in the authority's order; until the core has answered as the application knows them. */
export function useBranches(): readonly Branch[] {
  return useDeskQuery('session.branches', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.branches ?? known
}

/** What a branch is called, in the clerk's language. */
export function useBranchName(): (code: BranchCode) => string {
  const { language } = useText()
  const branches = useBranches()
  return useCallback(
    (code) => {
      const branch = branches.find((one) => one.code === code)
      return (language === 'ar' ? branch?.nameAr : branch?.nameEn) ?? code
    },
    [branches, language],
  )
}
