import { IconBuilding } from '@tabler/icons-react'
import { useBranchName } from '#renderer/lib/branch-names.ts'
import { useSession } from './use-session.ts'

/** The branch of the clerk at the screen, for the header. */
export function BranchLabel() {
  const branchName = useBranchName()
  const clerk = useSession().data?.clerk
  if (clerk == null) return null
  return (
    <>
      <IconBuilding size={17} stroke={1.6} aria-hidden="true" />
      <span>{branchName(clerk.branch)}</span>
    </>
  )
}
