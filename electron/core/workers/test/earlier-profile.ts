import { migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { putLocalRows } from '#core/repositories/local-rows.ts'

/** Every version of the schema before this one. */
export const earlierVersions = migrations.slice(0, -1).map((_, index) => index + 1)

/**
 * Makes a file as an earlier version of the schema left it, with what only this desk holds: people, outbox and pending
 * effects of a store of today, as far as the earlier tables have them.
 */
export function writeEarlier(source: Store, file: string, key: Uint8Array, version: number): void {
  const before = openStore(file, key, 'writer', migrations.slice(0, version))
  before.transaction(() => {
    for (const table of ['settings', 'enrolled', 'outbox', 'overlay'] as const) {
      const rows = source.allOf<Record<string, string | number | null>>(`SELECT * FROM ${table}`)
      // The first version knew requests only, under this name.
      const named = rows.map((row) => (table === 'outbox' ? { ...row, request_id: row['subject_id'] ?? '' } : row))
      putLocalRows(before, table, named)
    }
  })
  before.close()
}
