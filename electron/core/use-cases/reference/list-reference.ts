import { findClerkNames } from '#core/repositories/clerks.ts'
import { listReferenceVersions, referenceBook } from '#core/repositories/reference.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { isStanding } from '#shared/domain/reference/reference-version.ts'
import type { ReadContext } from '../desk-context.ts'

/** Every version of the reference data; of a kind that no authority has sent, the one that the program came with. */
export function listReference({ store }: ReadContext): ChannelOutput<'reference.list'> {
  return store.snapshot(() => {
    const book = referenceBook(store)
    const others = listReferenceVersions(store).filter((version) => !isStanding(version))
    const versions = [...ReferenceKind.options.flatMap((kind) => book.versionsOf(kind)), ...others]
    const people = versions.flatMap(({ publishedBy, confirmedBy, withdrawnBy }) => [
      publishedBy,
      confirmedBy,
      withdrawnBy,
    ])
    return {
      versions,
      people: findClerkNames(
        store,
        people.filter((id) => id !== null),
      ),
    }
  })
}
