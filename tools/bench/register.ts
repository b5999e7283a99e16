import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createRegister } from '#authority/demo/members.ts'
import { migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { certificateColumns, putNewCertificate } from '#core/repositories/certificates.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { beginFill, endFill, finishFill, makeOrder } from '#core/repositories/index-upkeep.ts'
import { findListsHead, keepLists } from '#core/repositories/kept-lists.ts'
import { placeKey } from '#core/repositories/member-place.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { indexText } from '#core/repositories/member-tokens.ts'
import { putMember } from '#core/repositories/members.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import { type Certificate, CertificateKind } from '#shared/domain/certificates/certificate.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { buildCertificate, buildClerk } from '#shared/testing/builders.ts'

/** A profile of the desk with many members, ready to be opened by the core or as a store. */
export interface BenchRegister {
  /** The profile's folder; its database is `desk.db`. Shared by benches: copy it before changing it. */
  readonly dir: string
  readonly file: string
  readonly key: Uint8Array
  readonly rows: number
  /** The clerk whom the profile remembers as being at the screen. */
  readonly clerk: Clerk
}

const folder = join(import.meta.dirname, '..', '..', '.cache', 'bench')
/** Members are put in slices of this many, each in display order, as the index likes them best. */
const slice = 50_000
const options = { seed: 'bench', today: calendarDate('2026-11-22') }
const pulledAt = '2026-11-22T07:00:00.000Z'

/** Members of the demo generator by their index, the same in every run. */
export const benchMemberAt: (index: number) => Member = createRegister(options).memberAt

/** What a register is made of: its size, its tables as first made, and a sample of its members as they are kept. */
function fingerprint(rows: number): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([2, rows, options, migrations[0]?.sql]))
  for (let n = 0; n < 200; n += 1) {
    const member = benchMemberAt(Math.floor((n * rows) / 200))
    hash.update(JSON.stringify([member, indexText(member), placeKey(member)]))
  }
  return hash.digest('hex').slice(0, 16)
}

const registerName = (rows: number): string => `${rows}-${fingerprint(rows)}`

function fillStore(store: Store, rows: number, tell: (done: number) => void): void {
  const secondary = store.allOf<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'members' AND type = 'index' AND sql IS NOT NULL",
  )
  store.runOf('PRAGMA cache_size = -1000000')
  // An index that is made afterwards takes a third of the time.
  for (const { name } of secondary) store.runOf(`DROP INDEX ${name}`)
  for (let from = 0; from < rows; from += slice) {
    const members = Array.from({ length: Math.min(slice, rows - from) }, (_, n) => benchMemberAt(from + n))
    const placed = members.map((member) => ({ member, start: placeKey(member).start }))
    placed.sort((a, b) => a.start - b.start)
    store.cheapTransaction(() => {
      for (const { member } of placed) putMember(store, member, JSON.stringify(member), 1, pulledAt)
    })
    tell(from + members.length)
  }
  for (const { sql } of secondary) store.runOf(sql)
  // As a desk leaves it after a fill: words in one segment (`finishFill`), and nothing analysed.
  store.runOf("INSERT INTO member_index (member_index) VALUES ('optimize')")
}

/** Reads the lists of the search and puts them down, as the desk does between questions. */
function keepListsOf(store: Store): void {
  const postings = new MemberPostings()
  while (postings.warm(store, 100) !== 'warm') continue
  const keeping = postings.toKeep(store)
  for (let next = keeping.next(); !next.done; next = keeping.next(keepLists(store, next.value))) continue
}

/**
 * A profile with so many members of the demo generator, made once and kept under `.cache/bench/` by what it is made of.
 * A million take some minutes and about 3 GB.
 */
export function openBenchRegister(rows: number): BenchRegister {
  const key = new Uint8Array(createHash('sha256').update('bench').digest())
  const clerk = buildClerk()
  const dir = join(folder, registerName(rows))
  if (!existsSync(dir)) {
    const making = `${dir}.${process.pid}`
    rmSync(making, { recursive: true, force: true })
    mkdirSync(making, { recursive: true })
    const store = openStore(join(making, 'desk.db'), key, 'writer')
    try {
      fillStore(store, rows, (done) => process.stderr.write(`\rMaking a register: ${done} of ${rows} members`))
      putClerk(store, clerk, JSON.stringify(clerk), 1)
      putSetting(store, 'current-clerk', clerk.id)
    } finally {
      store.close()
    }
    process.stderr.write('\n')
    renameSync(making, dir)
  }
  // One that was made before a later step of the schema takes it now, and is as after its first hour of use.
  const store = openStore(join(dir, 'desk.db'), key, 'writer')
  try {
    if (!findListsHead(store)) keepListsOf(store)
  } finally {
    store.close()
  }
  return { dir, file: join(dir, 'desk.db'), key, rows, clerk }
}

const two = (n: number): string => String(n).padStart(2, '0')
/** About 450 characters, as a signed code has them. */
export const benchCode = `MPL1:${'RRQT9O60GO0Z21M4L55OR68CKB+R780P9E7%E.%5'.repeat(11)}`

/** Two certificates a member by their index: one in ten has expired, one in a hundred is suspended or revoked. */
function benchCertificateAt(n: number): Certificate {
  const year = 2010 + ((n * 7) % 16)
  const day = `${two(1 + (n % 12))}-${two(1 + ((n * 5) % 28))}`
  return buildCertificate(benchMemberAt(n >> 1), {
    id: `certificate-${String(n + 1).padStart(7, '0')}`,
    number: `25-C-${String(n + 1).padStart(7, '0')}`,
    kind: CertificateKind.options[n % CertificateKind.options.length] ?? 'registration',
    state: n % 101 === 0 ? 'revoked' : n % 103 === 0 ? 'suspended' : 'in-force',
    issuedOn: `${year}-${day}`,
    expiresOn: n % 3 === 0 ? null : `${n % 10 === 0 ? 2025 : 2027 + (n % 3)}-${day}`,
    status: { uri: 'urn:mumaris:status:1', index: n },
    code: benchCode,
  })
}

/** `openBenchRegister` with two certificates a member, in a profile of its own. */
export function openCertificateRegister(rows: number): BenchRegister {
  const register = openBenchRegister(rows)
  const dir = join(folder, `${registerName(rows)}-certificates`)
  if (!existsSync(dir)) {
    const making = `${dir}.${process.pid}`
    mkdirSync(making, { recursive: true })
    copyFileSync(register.file, join(making, 'desk.db'))
    const store = openStore(join(making, 'desk.db'), register.key, 'writer')
    try {
      beginFill(store, rows * 2)
      for (let from = 0; from < rows * 2; from += slice) {
        store.cheapTransaction(() => {
          for (let n = from; n < Math.min(from + slice, rows * 2); n += 1) {
            const certificate = benchCertificateAt(n)
            putNewCertificate(store, certificateColumns(certificate, JSON.stringify(certificate)), 1)
          }
        })
        process.stderr.write(`\rMaking a register: ${Math.min(from + slice, rows * 2)} of ${rows * 2} certificates`)
      }
      endFill(store)
      finishFill(store)
      makeOrder(store)
    } finally {
      store.close()
    }
    process.stderr.write('\n')
    renameSync(making, dir)
  }
  return { ...register, dir, file: join(dir, 'desk.db') }
}
