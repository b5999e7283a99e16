/**
 * The floors of the house: which folder may import which. Lower floors come first. A file belongs to the floor with the
 * longest path that begins its own path. docs/architecture.md explains the order; this table is the one that counts.
 */
export interface Floor {
  name: string
  /** Folders (ending in a slash) or files, from the repository's root. */
  paths: readonly string[]
  /** Floors it may import, besides itself. */
  imports: readonly string[]
  /** Floors of which it may only `import type`. */
  importTypes?: readonly string[]
  /** Single files of other floors that it may import all the same. */
  importFiles?: readonly string[]
  /** Floors of which it may only import a worker's address (`?nodeWorker`, `?modulePath`). */
  importWorkers?: readonly string[]
  /** The only packages it may import; any that nobody owns when absent. `@scope/*` stands for the whole scope. */
  packages?: readonly string[]
  /** Whether Node's own modules may be imported. */
  node: boolean
  /** True where each folder directly inside is a stranger to the others. */
  separateFolders?: boolean
  /** What to do instead of a forbidden import; ends the message. */
  instead: string
}

const vocabulary = ['shared/kernel', 'shared/domain'] as const
const shared = [...vocabulary, 'shared/contracts', 'shared/protocol', 'shared/i18n'] as const

export const floors: readonly Floor[] = [
  {
    name: 'shared/kernel',
    paths: ['shared/kernel/'],
    imports: [],
    packages: ['zod'],
    node: false,
    instead: 'kernel stands on nothing but zod; move what needs more up to shared/domain or behind a port',
  },
  {
    name: 'shared/domain',
    paths: ['shared/domain/'],
    imports: ['shared/kernel'],
    packages: ['zod', 'cbor2', '@noble/*'],
    node: false,
    instead: 'a rule is pure: pass the value in as a parameter, or move the code up to the use-case that needs it',
  },
  {
    name: 'shared/contracts',
    paths: ['shared/contracts/'],
    imports: vocabulary,
    packages: ['zod'],
    node: false,
    instead: 'put the shape that both the channels and the wire need in shared/domain',
  },
  {
    name: 'shared/protocol',
    paths: ['shared/protocol/'],
    imports: vocabulary,
    packages: ['zod'],
    node: false,
    instead: 'put the shape that both the wire and the channels need in shared/domain',
  },
  {
    name: 'shared/i18n',
    paths: ['shared/i18n/'],
    imports: ['shared/kernel'],
    packages: ['i18next'],
    node: false,
    instead: 'messages know only keys: let the screen or the export map a domain value to its key',
  },
  {
    name: 'shared/testing',
    paths: ['shared/testing/'],
    imports: shared,
    packages: ['fast-check', 'zod'],
    node: false,
    instead: 'builders serve every test, so they may use shared only; put a builder that needs more beside its test',
  },
  {
    name: 'core/db',
    paths: ['electron/core/db/'],
    imports: ['shared/kernel'],
    packages: ['better-sqlite3', 'kysely', 'zod'],
    node: true,
    instead: 'db knows tables, not their meaning: put the query in core/repositories',
  },
  {
    name: 'core/crypto',
    paths: ['electron/core/crypto/'],
    imports: shared,
    node: true,
    instead: 'crypto gives shared code what it needs of the machine, and knows no store and no decision',
  },
  {
    name: 'core/identity',
    paths: ['electron/core/identity/'],
    imports: shared,
    packages: ['openid-client', 'zod'],
    node: true,
    instead: 'identity speaks with a provider and knows neither store nor vault: let core/workers keep what it gives',
  },
  {
    name: 'core/vault',
    paths: ['electron/core/vault/'],
    imports: shared,
    importFiles: ['electron/core/db/store-files.ts', 'electron/core/identity/proof-key.ts'],
    packages: ['hash-wasm', 'zod'],
    node: true,
    instead: 'the vault is there before the store: it knows keys and passphrases, and nothing that they open',
  },
  {
    name: 'core/repositories',
    paths: ['electron/core/repositories/'],
    imports: [...shared, 'core/db', 'core/crypto'],
    importTypes: ['core/identity'],
    packages: ['kysely', 'zod'],
    node: true,
    instead: 'a repository answers questions about rows; the decision belongs to a use-case above it',
  },
  ...(['use-cases', 'sync', 'exports'] as const).map((folder) => ({
    name: `core/${folder}`,
    paths: [`electron/core/${folder}/`],
    imports: [...shared, 'core/crypto', 'core/repositories'],
    importTypes: ['core/db', 'core/identity'],
    ...(folder === 'exports' ? {} : { packages: ['zod', 'kysely'] }),
    node: true,
    instead:
      'use-cases, sync and exports are strangers: they meet in the outbox table through core/repositories, and core/workers wires them',
  })),
  {
    name: 'core/decoding',
    paths: ['electron/core/decoding/'],
    imports: shared,
    packages: ['zxing-wasm', 'pdfjs-dist', '@napi-rs/canvas'],
    node: true,
    instead:
      'decoding turns a file into the text of its code and knows no store: let core/workers hand it to a use-case',
  },
  {
    name: 'core/workers',
    paths: ['electron/core/workers/'],
    imports: [
      ...shared,
      'core/db',
      'core/repositories',
      'core/use-cases',
      'core/sync',
      'core/exports',
      'core/decoding',
      'core/identity',
      'core/vault',
    ],
    node: true,
    instead: 'a worker knows nothing of Electron: main hands it what it needs by message or port',
  },
  {
    name: 'main',
    paths: ['electron/main/'],
    imports: shared,
    importTypes: ['core/workers'],
    importFiles: ['electron/core/workers/desk-core.ts', 'electron/core/workers/vaulted-core.ts'],
    importWorkers: ['core/workers'],
    node: true,
    instead: 'main only routes: ask through core/workers/desk-core, and import no more of the core than that and types',
  },
  {
    name: 'preload',
    paths: ['electron/preload/'],
    imports: [],
    importTypes: ['shared/kernel', 'shared/contracts'],
    packages: ['electron'],
    node: false,
    instead: 'the preload is invoke and on, nothing else: take the types of shared/contracts with `import type`',
  },
  {
    name: 'renderer/lib',
    paths: ['renderer/lib/'],
    imports: shared,
    node: false,
    instead: 'lib is the renderer’s ground floor: move what needs a screen up to renderer/ui or to a feature',
  },
  {
    name: 'renderer/ui',
    paths: ['renderer/ui/'],
    imports: [...shared, 'renderer/lib'],
    node: false,
    instead: 'ui shows what it is given: pass the data and the handlers in as props from the feature',
  },
  {
    name: 'renderer/features',
    paths: ['renderer/features/'],
    imports: [...shared, 'renderer/lib', 'renderer/ui'],
    node: false,
    separateFolders: true,
    instead:
      'features are strangers: move what two of them need to renderer/ui or renderer/lib, or join them in renderer/app',
  },
  {
    name: 'renderer/app',
    paths: ['renderer/'],
    imports: [...shared, 'renderer/lib', 'renderer/ui', 'renderer/features'],
    node: false,
    instead:
      'the page asks main through renderer/lib’s client and a channel of shared/contracts; it imports no other process',
  },
  {
    name: 'authority/config',
    paths: ['authority/config.ts'],
    imports: ['shared/kernel'],
    packages: ['zod'],
    node: true,
    instead: 'the configuration is read before anything stands: let app.ts or main.ts hand it to what needs it',
  },
  {
    name: 'authority/db',
    paths: ['authority/db/'],
    imports: shared,
    importTypes: ['authority/config'],
    node: true,
    instead: 'db knows tables, not their meaning: put the query in authority/repositories',
  },
  {
    name: 'authority/repositories',
    paths: ['authority/repositories/'],
    imports: [...shared, 'authority/db'],
    node: true,
    instead: 'a repository answers questions about rows; the decision belongs to a use-case above it',
  },
  {
    name: 'authority/use-cases',
    paths: ['authority/use-cases/'],
    imports: [...shared, 'authority/repositories'],
    importTypes: ['authority/db', 'authority/config'],
    node: true,
    instead: 'a use-case takes its repositories and ports as parameters and knows neither HTTP nor the database driver',
  },
  {
    name: 'authority/identity',
    paths: ['authority/identity/'],
    imports: [...shared, 'authority/repositories', 'authority/use-cases'],
    importTypes: ['authority/db', 'authority/config'],
    node: true,
    instead: 'identity answers who is asking; what they may do is decided in authority/use-cases',
  },
  {
    name: 'authority/plugins',
    paths: ['authority/plugins/'],
    imports: [...shared, 'authority/use-cases', 'authority/identity'],
    importTypes: ['authority/db', 'authority/repositories', 'authority/config'],
    node: true,
    instead: 'a plugin dresses the server for every route; let app.ts hand it what it needs',
  },
  {
    name: 'authority/routes',
    paths: ['authority/routes/'],
    imports: [...shared, 'authority/use-cases', 'authority/identity', 'authority/plugins'],
    importTypes: ['authority/db', 'authority/repositories', 'authority/config'],
    node: true,
    instead: 'a route reads the request, calls one use-case and answers; queries belong to authority/repositories',
  },
  {
    name: 'authority/demo',
    paths: ['authority/demo/'],
    imports: [...shared, 'authority/db', 'authority/repositories', 'authority/use-cases'],
    importTypes: ['authority/config'],
    node: true,
    instead: 'the demo register is written through db, repositories and use-cases like any other; main.ts starts it',
  },
  {
    name: 'authority/app',
    paths: ['authority/app.ts'],
    imports: [
      ...shared,
      ...['config', 'db', 'repositories', 'use-cases', 'identity', 'plugins', 'routes'].map(
        (name) => `authority/${name}`,
      ),
    ],
    node: true,
    instead:
      'app.ts joins the routes to what they need; the demo register and the listening socket belong to server.ts and main.ts',
  },
  {
    name: 'authority/server',
    paths: [
      'authority/server.ts',
      'authority/main.ts',
      'authority/administer.ts',
      'authority/workers.ts',
      'authority/transfer.ts',
    ],
    imports: [
      ...shared,
      ...['config', 'db', 'repositories', 'use-cases', 'identity', 'demo', 'app'].map((name) => `authority/${name}`),
    ],
    node: true,
    instead: 'the authority is a process of its own: reach it over HTTP with the words of shared/protocol',
  },
  {
    name: 'authority/test',
    paths: ['authority/test/'],
    imports: ['*'],
    node: true,
    instead: 'what serves several tests of the authority may use all of it',
  },
  {
    name: 'e2e',
    paths: ['e2e/'],
    imports: ['*'],
    node: true,
    instead: 'end-to-end tests may import everything',
  },
  { name: 'tools', paths: ['tools/'], imports: ['*'], node: true, instead: 'tools may import everything' },
]

/** Tools that tests of every floor may use: they look for programs of this machine, and know nothing of the house. */
export const testAids: readonly string[] = ['tools/setup/find-program.ts']

/** Packages that only the named floors may import, with what the others do instead. `@scope/*` is the whole scope. */
export interface PackageOwner {
  packages: readonly string[]
  owners: readonly string[]
  instead: string
}

const server = ['authority/plugins', 'authority/routes', 'authority/identity', 'authority/app', 'authority/server']

export const packageOwners: readonly PackageOwner[] = [
  {
    packages: ['better-sqlite3'],
    owners: ['core/db'],
    instead: 'take the database type that core/db exports and ask through core/repositories',
  },
  {
    packages: ['kysely'],
    owners: ['core/db', 'core/repositories', 'authority/db', 'authority/repositories'],
    instead: 'write the query in a repository and give it a name of the domain',
  },
  {
    packages: ['electron'],
    owners: ['main', 'preload'],
    instead:
      'only electron/main and electron/preload touch Electron: declare a port and let main hand in the implementation',
  },
  {
    packages: ['electron-log', 'electron-store', 'electron-updater'],
    owners: ['main'],
    instead: 'declare a port in shared/kernel and let main hand in the implementation',
  },
  {
    packages: ['pg', '@electric-sql/pglite'],
    owners: ['authority/db'],
    instead: 'take the database type that authority/db exports and ask through authority/repositories',
  },
  {
    packages: ['fastify', 'fastify-type-provider-zod', '@fastify/*'],
    owners: server,
    instead: 'let a route call a use-case that knows nothing of HTTP',
  },
  {
    packages: ['oidc-provider', 'jose'],
    owners: ['authority/identity'],
    instead: 'who asks is settled in authority/identity: ask it',
  },
  {
    packages: ['@mantine/*', 'react', 'react-dom', 'react-i18next', '@tabler/*', '@tanstack/*'],
    owners: ['renderer/lib', 'renderer/ui', 'renderer/features', 'renderer/app'],
    instead: 'only the renderer draws: answer with data and let a screen show it',
  },
  {
    packages: ['node:worker_threads'],
    owners: ['core/workers', 'main', 'authority/demo'],
    instead: 'only core/workers knows of threads: take a port or a function that answers',
  },
  {
    packages: ['zxing-wasm'],
    owners: ['core/decoding'],
    instead: 'codes in pictures are read by core/decoding only',
  },
  {
    packages: ['exceljs'],
    owners: ['core/exports', 'e2e'],
    instead: 'spreadsheets are written by core/exports only, behind its port',
  },
  {
    packages: ['fast-check', 'vitest', '@playwright/test'],
    owners: ['shared/testing', 'e2e'],
    instead: 'this package is for tests: move the code into a file named *.test.ts or a folder named test or testing',
  },
]
