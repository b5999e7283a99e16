import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { migrate } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import { Store } from '#core/db/store.ts'
import { type FormedRows, RowForms } from '#core/repositories/arrival-forms.ts'
import { Arrivals } from '#core/repositories/arrivals.ts'
import { certificateColumns } from '#core/repositories/certificates.ts'
import { beginFill, endFill, finishFill, makeOrder, mergeIndex } from '#core/repositories/index-upkeep.ts'
import { indexText } from '#core/repositories/member-tokens.ts'
import { memberForm } from '#core/repositories/members.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { buildCertificate } from '#shared/testing/builders.ts'
import { findProgram } from '#tools/setup/find-program.ts'
import { atLeast, type Bench, type Contestant, type Turn } from './measure.ts'
import { benchCode, benchMemberAt } from './register.ts'

/** Rows between two cursors of a fill, as an authority sends them. */
const parcelRows = 4000
const key = new Uint8Array(32).fill(5)
const at = '2026-11-22T07:00:00.000Z'

interface Rows {
  /** Texts of members, in the order in which an authority sends them, and of two certificates each. */
  readonly members: readonly string[]
  readonly certificates: readonly string[]
}
const countOf = ({ members, certificates }: Rows): number => members.length + certificates.length

function makeRows(count: number): Rows {
  const forms = Array.from({ length: count }, (_, n) => {
    const member = benchMemberAt(n)
    const text = JSON.stringify(member)
    return { text, place: memberForm(member, text).place }
  }).sort((a, b) => a.place - b.place)
  const certificates = Array.from({ length: count * 2 }, (_, n) =>
    JSON.stringify(
      buildCertificate(benchMemberAt(n >> 1), {
        id: `certificate-${String(n + 1).padStart(7, '0')}`,
        number: `25-C-${String(n + 1).padStart(7, '0')}`,
        issuedOn: `20${10 + (n % 16)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
        status: { uri: 'urn:mumaris:status:1', index: n },
        code: benchCode,
      }),
    ),
  )
  return { members: forms.map(({ text }) => text), certificates }
}

function* parcels({ members, certificates }: Rows): Generator<{ table: string; texts: readonly string[] }> {
  for (const [table, texts] of Object.entries({ members, certificates }))
    for (let from = 0; from < texts.length; from += parcelRows)
      yield { table, texts: texts.slice(from, from + parcelRows) }
}

/** Writes parcels as a fill does, and makes what a fill leaves for the end. */
function load(store: Store, parcels: Iterable<FormedRows>, certificates: number): void {
  const full = new Set<number>()
  beginFill(store, certificates)
  for (const rows of parcels) {
    const arrivals = new Arrivals({ scope: 'directory', generation: 1, at }, rows, { fresh: true, full })
    store.inBulk(() => arrivals.put(store, () => false))
    store.endBulk()
  }
  endFill(store)
  finishFill(store)
  makeOrder(store)
  while (mergeIndex(store));
}

/** Reads, checks and forms rows as they would come. */
function* formed(rows: Rows): Generator<FormedRows> {
  for (const { table, texts } of parcels(rows)) {
    const forms = new RowForms()
    for (const text of texts) forms.takeText(table, text)
    yield forms.inOrder()
  }
}

function turnOf(rows: Rows, open: (file: string) => Store, parcelsOf: () => Iterable<FormedRows>): Turn {
  const dir = mkdtempSync(join(tmpdir(), 'bench-load-'))
  const file = join(dir, 'desk.db')
  const store = open(file)
  try {
    const usage = process.cpuUsage()
    load(store, parcelsOf(), rows.certificates.length)
    store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
    const { user, system } = process.cpuUsage(usage)
    const units = countOf(rows)
    const here = store.findOf<{ n: number }>(
      'SELECT (SELECT count(*) FROM members) + (SELECT count(*) FROM certificates) AS n',
    )
    if (here?.n !== units) throw new Error(`${here?.n} of ${units} rows are here`)
    return {
      units,
      figures: {
        'µs of CPU a row': (user + system) / units,
        'file bytes a row': statSync(file).size / units,
        'memory MB': process.memoryUsage.rss() / 1e6,
      },
    }
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

function openPlain(file: string): Store {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('temp_store = MEMORY')
  database.pragma('secure_delete = ON')
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
    const member = JSON.parse(text) as Member
    const { place: first, columns: c } = memberForm(member, text)
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
        text,
      ]),
    )
    wordFile?.write(csv([place, indexText(member)]))
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
        text,
        1,
      ]),
    )
  }
  await Promise.all(files.map((file) => new Promise<void>((resolve) => file.end(() => resolve()))))
}

const peerName = 'sqlite3 tool, plain'

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
CREATE INDEX certificates_by_sort ON certificates (sort_key, state, kind, expires_on, awaiting_second, member_id, number_key, id);
CREATE INDEX certificates_awaiting ON certificates (sort_key) WHERE awaiting_second = 1;
INSERT INTO member_index (member_index) VALUES ('optimize');
SELECT (SELECT count(*) FROM members) + (SELECT count(*) FROM certificates);
`,
  )
  return {
    name: peerName,
    warmUp: false,
    turn: async () => {
      const file = join(dir, 'tool.db')
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
      const { stdout: said } = await promisify(execFile)(tool, [file, `.read ${script}`], { maxBuffer: 1e8 })
      const units = Number(said.trim().split('\n').at(-1))
      if (units !== countOf(rows)) throw new Error(`The tool loaded ${units} rows`)
      return { units }
    },
  }
}

const ours = 'desk, encrypted'
const ready = { encrypted: 'rows ready, encrypted', plain: 'rows ready, plain' } as const
const openEncrypted = (file: string): Store => openStore(file, key, 'writer')

/** Rows of a fill into an empty store, everything included. */
export const bench: Bench = {
  title:
    'rows of a fill (two certificates a member) into an empty store, from the text of the wire to merged indexes; members',
  units: 'rows',
  rows: 100_000,
  prepare: async ({ rows: count }) => {
    const rows = makeRows(count)
    const made = [...formed(rows)]
    const dir = mkdtempSync(join(tmpdir(), 'bench-load-tool-'))
    const tool = findProgram('sqlite3')
    const peer = tool ? await toolContestant(tool, rows, dir) : undefined
    if (!peer) process.stderr.write('No sqlite3 tool here: the peer is ready rows without encryption.\n')
    const others = [...Object.values(ready), ...(peer ? [peer.name] : [])]
    return {
      comparisons: others.map((to) => ({ name: `rate of ${ours} to ${to}`, of: ours, to, by: 'rate' as const })),
      contestants: [
        { name: ours, warmUp: false, turn: () => turnOf(rows, openEncrypted, () => formed(rows)) },
        // The limits beneath it: rows that need nothing but to be written.
        { name: ready.encrypted, warmUp: false, turn: () => turnOf(rows, openEncrypted, () => made) },
        { name: ready.plain, warmUp: false, turn: () => turnOf(rows, openPlain, () => made) },
        ...(peer ? [peer] : []),
      ],
      tearDown: () => rmSync(dir, { recursive: true, force: true }),
    }
  },
  goals: (_, ratios) => {
    const toPeer = ratios[`rate of ${ours} to ${peerName}`]
    // Without the tool nothing of C is measured, and the goal does not say that it were.
    return [
      toPeer === undefined
        ? atLeast(
            `rate of the encrypted load to that of ${ready.plain} (no sqlite3 tool here)`,
            0.8,
            ratios[`rate of ${ours} to ${ready.plain}`],
          )
        : atLeast('rate of the encrypted load to that of the plain one in C', 0.8, toPeer),
    ]
  },
}
