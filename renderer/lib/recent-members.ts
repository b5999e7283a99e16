import { useCallback, useMemo } from 'react'
import { z } from 'zod'
import { useStored } from './stored.ts'

const kept = 8
const recentSchema = z.record(z.string(), z.array(z.string().max(64)).max(kept))
const none: z.output<typeof recentSchema> = {}

/** A list with `id` put first, without doubles, at most eight long. */
export function withRecent(ids: readonly string[], id: string): string[] {
  return [id, ...ids.filter((other) => other !== id)].slice(0, kept)
}

/**
 * Members that a clerk opened last, newest first. Only their opaque ids are kept in this profile, by clerk: names and
 * numbers stay in the encrypted store, and one clerk never sees another's list.
 */
export function useRecentMembers(clerkId: string | undefined) {
  const [all, keep] = useStored('recent-members', recentSchema, none)
  const ids = useMemo(() => (clerkId === undefined ? [] : (all[clerkId] ?? [])), [all, clerkId])
  const remember = useCallback(
    (id: string) => {
      if (clerkId !== undefined && ids[0] !== id) keep({ ...all, [clerkId]: withRecent(ids, id) })
    },
    [all, clerkId, ids, keep],
  )
  return { ids, remember }
}
