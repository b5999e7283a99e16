import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { migrate } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import { Store } from '#core/db/store.ts'
import { Arrivals } from '#core/repositories/arrivals.ts'
import { certificateColumns } from '#core/repositories/certificates.ts'
import { beginFill, endFill, finishFill, mergeIndex } from '#core/repositories/index-upkeep.ts'
import { memberForm } from '#core/repositories/members.ts'
import { buildCertificate } from '#shared/testing/builders.ts'
import { findProgram } from '#tools/setup/find-program.ts'
import { atLeast, type Bench, type Contestant, type Turn } from './measure.ts'
import { benchMemberAt } from './register.ts'

/** Rows that the desk writes in one transaction, as a fill brings them. */
const parcel = 4000
const key = new Uint8Array(32).fill(5)
const at = '2026-11-22T07:00:00.000Z'

interface Rows {
  /** Texts of members, in the order in which an authority sends them, and of two certificates each. */
  readonly members: readonly string[]
  readonly certificates: readonly string[]
}

/** About 450 characters, as a signed code has them. */
const code = `MPL1:${'RRQT9O60GO0Z21M4L55OR68CKB+R780P9E7%E.%5'.repeat(11)}`

function makeRows(count: number): Rows {
  const forms = Array.from({ length: count }, (_, n) => {
    const member = benchMemberAt(n)
    return memberForm(member, JSON.stringify(member))
  }).sort((a, b) => a.place - b.place)
  const certificates = Array.from({ length: count * 2 }, (_, n) =>
    JSON.stringify(
      buildCertificate(benchMemberAt(n >> 1), {
        id: `certificate-${String(n + 1).padStart(7, '0')}`,
        number: `25-C-${String(n + 1).padStart(7, '0')}`,
        issuedOn: `20${10 + (n % 16)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
        status: { uri: 'urn:mumaris:status:1', index: n },
        code,
      }),
    ),
  )
  return { members: forms.map(({ row }) => row), certificates }
}

function* parcels({ members, certificates }: Rows): Generator<{ table: string; texts: readonly string[] }> {
  for (const [table, texts] of Object.entries({ members, certificates }))
    for (let from = 0; from < texts.length; from += parcel) yield { table, texts: texts.slice(from, from + parcel) }
}

/** What the desk does with the rows of a fill, all of it: reading, checking, words, rows, indexes, merging. */
function loadDesk(store: Store, rows: Rows): void {
  const full = new Set<number>()
  beginFill(store, rows.certificates.length)
  for (const { table, texts } of parcels(rows)) {
    const arrivals = new Arrivals({ scope: 'directory', generation: 1, at }, { fresh: true, full })
    for (const text of texts) arrivals.takeText(table, text)
    arrivals.sort()
    store.inBulk(() => arrivals.put(store, () => false))
    store.endBulk()
  }
  endFill(store)
  finishFill(store)
  while (mergeIndex(store));
}

function deskTurn(rows: Rows, open: (file: string) => Store): Turn {
  const dir = mkdtempSync(join(tmpdir(), 'bench-load-'))
  const file = join(dir, 'desk.db')
  const store = open(file)
  try {
    const usage = process.cpuUsage()
    loadDesk(store, rows)
    const { user, system } = process.cpuUsage(usage)
    const units = rows.members.length + rows.certificates.length
    store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
    return { units, figures: { 'µs of CPU a row': (user + system) / units, 'file MB': statSync(file).size / 1e6 } }
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

function openPlain(file: string): Store {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('temp_store = MEMORY')
  migrate(database)
  return new Store(database)
}

const csv = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)).join(',')}\n`

/** The tool's input: everything worked out beforehand, so it neither reads JSON nor makes words. */
async function writeTables({ members, certificates }: Rows, dir: string): Promise<void> {
  const files = ['members', 'words', 'certificates'].map((name) => createWriteStream(join(dir, `${name}.csv`)))
  const [memberFile, wordFile, certificateFile] = files
  // The desk looks for a free place; the tool is given one.
  const places = new Set<number>()
  for (const text of members) {
    const { member, place: first, text: words, columns: c, row } = memberForm(JSON.parse(text), text)
    let place = first
    while (places.has(place)) place += 1
    places.add(place)
    memberFile?.write(
      csv([
        place,
        member.id,
        member.version,
        1,
        member.membershipNo,
        c.id_no,
        c.mobile,
        c.email,
        c.name_key,
        c.birth_date,
        c.index_key,
        at,
        row,
      ]),
    )
    wordFile?.write(csv([place, words]))
  }
  for (const text of certificates) {
    const c = certificateColumns(JSON.parse(text), text)
    certificateFile?.write(
      csv([
        c.id,
        c.version,
        c.number,
        c.number_key,
        c.kind,
        c.state,
        c.member_id,
        c.expires_on,
        c.awaiting_second,
        c.sort_key,
        c.row,
        1,
      ]),
    )
  }
  await Promise.all(files.map((file) => new Promise<void>((resolve) => file.end(() => resolve()))))
}

/** Debian's tool of SQLite's own shell, in C, without encryption, with the same tables, indexes and words. */
async function toolContestant(tool: string, rows: Rows, dir: string): Promise<Contestant> {
  await writeTables(rows, dir)
  const { stdout } = await promisify(execFile)(tool, ['--version'])
  const [major = 0, minor = 0] = stdout.split('.').map(Number)
  // Deleting from a contentless table came with 3.43; loading does not need it.
  const deletes = major > 3 || (major === 3 && minor >= 43) ? 'contentless_delete = 1, ' : ''
  const script = join(dir, 'load.sql')
  writeFileSync(
    script,
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY;
CREATE TABLE members (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, generation INTEGER NOT NULL,
  membership_no TEXT NOT NULL, id_no TEXT NOT NULL, mobile TEXT NOT NULL, email TEXT NOT NULL, name_key TEXT NOT NULL,
  birth_date TEXT NOT NULL, index_key TEXT NOT NULL, pulled_at TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX members_by_name ON members (name_key, birth_date);
CREATE TABLE words (place INTEGER PRIMARY KEY, tokens TEXT NOT NULL);
CREATE VIRTUAL TABLE member_index USING fts5 (tokens, content = '', ${deletes}detail = none, prefix = '1 2 3 4',
  tokenize = "ascii tokenchars '!#$%&*+-./=?@^_{|}~:'");
CREATE TABLE certificates (id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, number TEXT NOT NULL, number_key TEXT NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, member_id TEXT NOT NULL, expires_on TEXT, awaiting_second INTEGER NOT NULL,
  sort_key TEXT NOT NULL, row TEXT NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX certificates_by_number ON certificates (number_key);
CREATE INDEX certificates_by_member ON certificates (member_id, sort_key);
.import --csv ${join(dir, 'members.csv')} members
.import --csv ${join(dir, 'words.csv')} words
INSERT INTO member_index (rowid, tokens) SELECT place, tokens FROM words ORDER BY place;
.import --csv ${join(dir, 'certificates.csv')} certificates
CREATE INDEX certificates_by_sort ON certificates (sort_key, state, kind, expires_on, awaiting_second, member_id, number_key);
CREATE INDEX certificates_awaiting ON certificates (sort_key) WHERE awaiting_second = 1;
INSERT INTO member_index (member_index) VALUES ('optimize');
SELECT (SELECT count(*) FROM members) + (SELECT count(*) FROM certificates);
`,
  )
  return {
    name: 'sqlite3 tool, plain',
    warmUp: false,
    turn: async () => {
      const file = join(dir, 'tool.db')
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
      const { stdout: said } = await promisify(execFile)(tool, [file, `.read ${script}`], { maxBuffer: 1e8 })
      const units = Number(said.trim().split('\n').at(-1))
      if (units !== rows.members.length + rows.certificates.length) throw new Error(`The tool loaded ${units} rows`)
      return { units }
    },
  }
}

const ours = 'desk, encrypted'

/** Rows of a fill into an empty store, everything included. */
export const bench: Bench = {
  title:
    'rows of a fill (two certificates a member) into an empty store, from the text of the wire to merged indexes; members',
  units: 'rows',
  rows: 1_000_000,
  prepare: async ({ rows: count }) => {
    const rows = makeRows(count)
    const dir = mkdtempSync(join(tmpdir(), 'bench-load-tool-'))
    const tool = findProgram('sqlite3')
    const peer = tool ? await toolContestant(tool, rows, dir) : undefined
    if (!peer) process.stderr.write('No sqlite3 tool here: the peer is the same work without encryption.\n')
    return {
      comparisons: ['desk, plain', ...(peer ? [peer.name] : [])].map((to) => ({
        name: `rate of ${ours} to ${to}`,
        of: ours,
        to,
        by: 'rate' as const,
      })),
      contestants: [
        { name: ours, warmUp: false, turn: () => deskTurn(rows, (file) => openStore(file, key, 'writer')) },
        { name: 'desk, plain', warmUp: false, turn: () => deskTurn(rows, openPlain) },
        ...(peer ? [peer] : []),
      ],
      tearDown: () => rmSync(dir, { recursive: true, force: true }),
    }
  },
  goals: (_, ratios) => [
    atLeast(
      'rate of the encrypted load to that of the plain one in C',
      0.8,
      ratios[`rate of ${ours} to sqlite3 tool, plain`] ?? ratios[`rate of ${ours} to desk, plain`],
    ),
  ],
}
