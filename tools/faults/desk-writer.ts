import '#tools/setup/guard.mjs'
import { statfsSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '#core/db/store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { putMember } from '#core/repositories/members.ts'
import { countRows } from '#core/repositories/store-health.ts'
import { at, contextOf, decideSome, listCommands } from '#core/use-cases/store/test-filling.ts'
import { openProfileStore } from '#core/workers/open-profile.ts'
import { SpareKeeper } from '#core/workers/spare-keeper.ts'
import { toAppError } from '#shared/kernel/errors.ts'
import { buildMember } from '#shared/testing/builders.ts'

// A desk's writer without its thread, for tests that kill it or take its disk away:
//   desk-writer.ts decide PROFILE KEY   decides and pulls without end; says of each decision that it was acknowledged
//   desk-writer.ts fill-disk PROFILE KEY   leaves little room on the disk, decides until it is refused, and goes on with room

const [mode, profileDir = '', keyText = ''] = process.argv.slice(2)

/** Written at once and whole, so that a kill after it takes nothing back. */
const say = (words: object): void => void writeSync(1, `${JSON.stringify(words)}\n`)

/** Rows of one page of the feed with its cursor. */
function pull(store: Store, page: number): void {
  store.cheapTransaction(() => {
    for (let n = 0; n < 20; n += 1) {
      const id = `pulled-${page}-${n}`
      const member = buildMember({ id, membershipNo: String(30_000_000 + page * 100 + n), email: `${id}@mail.sa` })
      putMember(store, member, JSON.stringify(member), 1, at)
    }
    const rows = page * 20
    putCursor(store, {
      scope: 'pulled',
      epoch: 'e',
      cursor: `page-${page}`,
      caughtUp: false,
      totals: {},
      rows,
      pulledAt: at,
    })
  })
}

/** Decides on the next request of the register, and keeps it twice, as the desk does before it answers. */
function decideNext(store: Store, spare: SpareKeeper | undefined): void {
  const next = countRows(store, 'outbox') + 1
  const [id] = decideSome(contextOf(store), next, next)
  spare?.keep()
  say({ acknowledged: id })
}

function decideWithoutEnd(store: Store, spare: SpareKeeper | undefined): void {
  const page = Number(
    store.findOf<{ cursor: string }>("SELECT cursor FROM cursors WHERE scope = 'pulled'")?.cursor.split('-')[1] ?? 0,
  )
  for (let n = 1; ; n += 1) {
    try {
      decideNext(store, spare)
      pull(store, page + n)
    } catch (thrown) {
      say({ refused: toAppError(thrown).code, cause: String(toAppError(thrown).cause) })
      return
    }
  }
}

function fillTheDisk(store: Store, spare: SpareKeeper | undefined): void {
  const ballast = join(profileDir, 'ballast')
  decideNext(store, spare)
  const { bavail, bsize } = statfsSync(profileDir)
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 96 * 1024)))
  for (let refusals = 0; refusals < 3; ) {
    try {
      decideNext(store, spare)
    } catch (thrown) {
      say({ refused: toAppError(thrown).code })
      refusals += 1
    }
  }
  truncateSync(ballast, 0)
  for (let more = 0; more < 3; more += 1) decideNext(store, spare)
  say({ commands: listCommands(store).map(({ id }) => id), whole: store.allOf('PRAGMA integrity_check') })
}

const store = openProfileStore(storeFiles(profileDir).file, new Uint8Array(Buffer.from(keyText, 'hex')), 'writer')
const spare = SpareKeeper.open(store, profileDir, new Uint8Array(Buffer.from(keyText, 'hex')), () => () => undefined)
say({ ready: true })
if (mode === 'decide') decideWithoutEnd(store, spare)
else if (mode === 'fill-disk') fillTheDisk(store, spare)
else throw new Error('desk-writer.ts decide|fill-disk PROFILE KEY')
spare?.close()
store.close()
