import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { describeOnPostgres } from '#authority/test/backends.ts'
import { buildWorld } from '#authority/test/test-context.ts'
import { pushItems } from '#authority/test/test-desk.ts'
import type { PushOutput } from '#shared/protocol/push.ts'
import { pushCommands } from './push-commands.ts'

await describeOnPostgres('repeats of a push', (backend) => {
  test('one that is settled by another while it looks around is not told of a gap', async () => {
    const { context, desk, noura, request, member, session } = await buildWorld(backend.database.db)
    const items = pushItems(desk.decide({ clerk: noura, request, member }))
    const push = (over = context) => pushCommands(over, session, { protocol: 1, device: desk.device, items })
    // The first question of the slow push is answered; before it asks the next, the same push comes and is settled.
    let other: Promise<PushOutput> | undefined
    const meanwhile: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        other ??= push()
        await other
        return result
      },
    }
    const slow = await push({ ...context, db: context.db.withPlugin(meanwhile) })
    expect(slow.stop).toBeNull()
    expect(slow.receipts).toEqual((await other)?.receipts)
  })
})
