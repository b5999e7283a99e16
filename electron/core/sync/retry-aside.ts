import type { Store } from '#core/db/store.ts'
import { listAsideOfOthers } from '#core/repositories/aside.ts'
import { applyChange } from '#core/repositories/replica.ts'
import { getGeneration, putSetting } from '#core/repositories/settings.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'

/**
 * Looks again at the rows that another version of the application could not apply: this one may know their table or
 * read them. What it cannot apply either stays aside under its name. Answers how many it took in.
 */
export function retryAside(store: Store, appVersion: string, at: string): number {
  const application = `${appVersion} (protocol ${PROTOCOL_VERSION})`
  return store.transaction(() => {
    putSetting(store, 'application', application)
    const others = listAsideOfOthers(store, application)
    const taken = others.filter(
      ({ change, scope }) =>
        applyChange(store, change, { scope, generation: getGeneration(store, scope), at }) !== null,
    )
    return taken.length
  })
}
