import { z } from 'zod'
import { useStored } from '#renderer/lib/stored.ts'

const layoutSchema = z.object({
  density: z.enum(['dense', 'comfortable']),
  hidden: z.array(z.string().max(40)).max(40),
})
export type QueueLayout = z.output<typeof layoutSchema>

const firstLayout: QueueLayout = { density: 'dense', hidden: [] }

/** Density and hidden columns of the queue, remembered in this profile. */
export function useQueueLayout() {
  return useStored('queue-layout', layoutSchema, firstLayout)
}
