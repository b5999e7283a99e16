import { useText } from '#renderer/lib/use-text.ts'
import { StateDot, type StateShape } from '#renderer/ui/state-dot.tsx'
import type { ClerkEntry } from '#shared/domain/clerks/clerk-account.ts'
import { type ClerkStanding, clerkStandingOf } from './clerks-search.ts'

const shapes: Readonly<Record<ClerkStanding, StateShape>> = {
  inactive: 'dashed',
  locked: 'red',
  waiting: 'amber',
  'no-account': 'hollow',
  'first-sign-in': 'ink',
  active: 'green',
}

/** How somebody stands, by its dot and its word. */
export function ClerkState(props: { entry: ClerkEntry }) {
  const { t } = useText()
  const standing = clerkStandingOf(props.entry)
  return <StateDot shape={shapes[standing]}>{t(`administration.clerk_${standing}`)}</StateDot>
}
