import '#tools/setup/guard.mjs'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, statfsSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '#core/db/store.ts'
import { sizeOf, storeFiles } from '#core/db/store-files.ts'
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
//   limits PROFILE KEY SEED COUNT   works on copies of the profile, each under another limit on the size of files

const [mode, profileDir = '', keyText = '', seed = '', count = ''] = process.argv.slice(2)
const key = new Uint8Array(Buffer.from(keyText, 'hex'))

/** Written at once and whole, so that a kill after it takes nothing back. */
const say = (words: object): void => void writeSync(1, `${JSON.stringify(words)}\n`)

/** Rows of one page of the feed with its cursor. */
function pull(store: Store, page: number, members = 20): void {
  store.cheapTransaction(() => {
    for (let n = 0; n < members; n += 1) {
      const id = `pulled-${page}-${n}`
      const member = buildMember({ id, membershipNo: String(30_000_000 + page * 100 + n), email: `${id}@mail.sa` })
      putMember(store, member, JSON.stringify(member), 1, at)
    }
    const rows = page * members
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
function decideQuietly(store: Store, spare: SpareKeeper | undefined): string[] {
  const next = countRows(store, 'outbox') + 1
  const ids = decideSome(contextOf(store), next, next)
  spare?.keep()
  return ids
}

function decideNext(store: Store, spare: SpareKeeper | undefined): void {
  const [id] = decideQuietly(store, spare)
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

/** Until the next call no file of this process grows beyond so many bytes. */
function limitFiles(bytes: number | 'unlimited'): void {
  const words = ['--pid', String(process.pid), `--fsize=${bytes}:`]
  if (spawnSync('prlimit', words).status !== 0) throw new Error(`prlimit ${words.join(' ')}`)
}

const openDesk = (dir: string) => {
  const store = openProfileStore(storeFiles(dir).file, key, 'writer')
  return { store, spare: SpareKeeper.open(store, dir, key, () => () => undefined) }
}

/** Decisions in a whole run under a limit; the profile has requests for some more. */
const stepsOfRun = 24
/** The log is written back often at first, so that the file grows, and then late, so that the log does. */
const writesBack = (n: number): boolean => (n <= 16 ? n % 2 === 0 : n === stepsOfRun)

/**
 * Works on a profile under a limit: decisions, pages of the feed, and now and then the log written back. Once it was
 * refused it goes on in the same run with the limit gone, or ends under it. Answers how large the files had become.
 */
function workWithin(dir: string, limit: number | 'unlimited', goesOn: boolean): number {
  const acknowledged: string[] = []
  let at = 'open'
  let desk: ReturnType<typeof openDesk> | undefined
  const step = ({ store, spare }: ReturnType<typeof openDesk>, n: number, writeBack: boolean): void => {
    at = 'decide'
    acknowledged.push(...decideQuietly(store, spare))
    at = 'pull'
    pull(store, n, 5)
    if (!writeBack) return
    at = 'write back'
    store.findOf('PRAGMA wal_checkpoint(PASSIVE)')
  }
  const close = (): void => {
    desk?.spare?.close()
    desk?.store.close()
    desk = undefined
  }
  let refused: string | null = null
  limitFiles(limit)
  try {
    desk = openDesk(dir)
    for (let n = 1; n <= stepsOfRun; n += 1) step(desk, n, writesBack(n))
  } catch (thrown) {
    refused = toAppError(thrown).code
  }
  const bytes = Math.max(sizeOf(storeFiles(dir).file), sizeOf(storeFiles(dir).log))
  const where = at
  if (!goesOn) close()
  limitFiles('unlimited')
  if (desk) for (let more = 1; more <= 2; more += 1) step(desk, stepsOfRun + more, more === 2)
  close()
  if (limit !== 'unlimited') say({ limit, profile: dir, refused, at: where, acknowledged })
  return bytes
}

/** A run for each limit, all between the profile's size and that of a whole run, each drawn from its own part of that. */
function sweepLimits(runs: number): void {
  const copyOf = (name: string): string => {
    cpSync(profileDir, `${profileDir}-${name}`, { recursive: true })
    return `${profileDir}-${name}`
  }
  const least = sizeOf(storeFiles(profileDir).file)
  const most = workWithin(copyOf('whole'), 'unlimited', false)
  for (let run = 0; run < runs; run += 1) {
    const chance = createHash('sha256').update(`${seed} ${run}`).digest().readUInt32BE() / 2 ** 32
    workWithin(copyOf(String(run)), Math.floor(least + ((run + chance) / runs) * (most - least)), run % 2 === 0)
  }
}

if (mode === 'limits') sweepLimits(Number(count))
else {
  const { store, spare } = openDesk(profileDir)
  say({ ready: true })
  if (mode === 'decide') decideWithoutEnd(store, spare)
  else if (mode === 'fill-disk') fillTheDisk(store, spare)
  else throw new Error('desk-writer.ts decide|fill-disk|limits PROFILE KEY')
  spare?.close()
  store.close()
}
