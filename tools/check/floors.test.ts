import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { floors, packageOwners } from './floor-table.ts'
import { findFloorViolations } from './floors.ts'

const root = join(import.meta.dirname, '..', '..')
const planted: string[] = []

/** A tree with the project's package.json and the given files. */
function plant(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'floors-'))
  planted.push(folder)
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), source)
  }
  return folder
}

afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Each row: the file, the line that is planted in it, and words that the message must hold. */
const forbidden: [file: string, source: string, ...words: string[]][] = [
  [
    'shared/kernel/a.ts',
    `import { b } from '../domain/b.ts'\nb()`,
    'may not import shared/domain',
    'move what needs more up',
  ],
  [
    'shared/domain/a.ts',
    `import { b } from '#shared/protocol/b.ts'\nb()`,
    'may not import shared/protocol',
    'a rule is pure',
  ],
  [
    'shared/contracts/a.ts',
    `import { b } from '../protocol/b.ts'\nb()`,
    'may not import shared/protocol',
    'shared/domain',
  ],
  [
    'shared/protocol/a.ts',
    `import type { B } from '#shared/contracts/b.ts'\nexport const a: B = 1`,
    'shared/contracts',
  ],
  ['shared/i18n/a.ts', `import { b } from '../domain/b.ts'\nb()`, 'may not import shared/domain', 'map a domain value'],
  ['shared/kernel/a.ts', `import { readFileSync } from 'node:fs'\nreadFileSync('')`, 'runs without Node'],
  ['shared/domain/a.ts', `import path from 'path'\npath.sep`, 'runs without Node'],
  ['shared/domain/a.ts', `import { addDays } from 'date-fns'\naddDays()`, 'only these packages: zod'],
  ['shared/domain/a.ts', `import { run } from '#tools/run/command.ts'\nrun()`, 'may not import tools'],
  ['electron/main/a.ts', `export const a = { rejectUnauthorized: false }`, 'overrides certificates or proxies'],
  ['electron/core/db/a.ts', `import { b } from '../repositories/b.ts'\nb()`, 'put the query in core/repositories'],
  [
    'electron/core/repositories/a.ts',
    `import Database from 'better-sqlite3'\nDatabase`,
    'the database type that core/db exports',
  ],
  ['electron/core/use-cases/a.ts', `import { b } from '../sync/b.ts'\nb()`, 'meet in the outbox table'],
  ['electron/core/sync/a.ts', `import { b } from '#core/use-cases/b.ts'\nb()`, 'strangers'],
  ['electron/core/exports/a.ts', `import { b } from '../sync/b.ts'\nb()`, 'strangers'],
  ['electron/core/use-cases/a.ts', `import { b } from '../db/b.ts'\nb()`, 'only types of core/db', 'import type'],
  ['electron/core/use-cases/a.ts', `import { sql } from 'kysely'\nsql`, 'write the query in a repository'],
  [
    'electron/core/sync/a.ts',
    `import { Worker } from 'node:worker_threads'\nnew Worker('')`,
    'only core/workers knows of threads',
  ],
  ['electron/core/workers/a.ts', `import { app } from 'electron'\napp`, 'declare a port'],
  ['electron/core/workers/a.ts', `import { b } from '#main/b.ts'\nb()`, 'may not import main'],
  ['electron/main/a.ts', `import { b } from '#core/workers/b.ts'\nb()`, 'only types of core/workers', 'desk-core'],
  ['electron/main/a.ts', `import { b } from '#core/use-cases/b.ts'\nb()`, 'main only routes'],
  ['electron/preload/a.ts', `import { b } from '#shared/contracts/b.ts'\nb()`, 'import type'],
  ['renderer/lib/a.ts', `import { b } from '../ui/b.tsx'\nb()`, 'ground floor'],
  ['renderer/ui/a.tsx', `import { b } from '#renderer/features/members/b.ts'\nb()`, 'as props'],
  ['renderer/features/members/a.ts', `import { b } from '../requests/b.ts'\nb()`, 'features are strangers'],
  [
    'renderer/features/members/a.ts',
    `import type { B } from '#core/repositories/b.ts'\nexport const a: B = 1`,
    'core/repositories',
  ],
  ['renderer/app/a.ts', `export const a = await import('#authority/app.ts')`, 'may not import authority/app'],
  ['renderer/ui/a.ts', `import { b } from 'node:crypto'\nb()`, 'runs without Node'],
  ['renderer/features/members/a.ts', `export const a = window.desk.invoke('members.get')`, 'only renderer/lib does'],
  ['renderer/ui/a.ts', `export const a = globalThis['desk']`, 'only renderer/lib does'],
  ['electron/main/a.ts', `import { Button } from '@mantine/core'\nButton`, 'only the renderer draws'],
  ['authority/db/a.ts', `import { b } from '../repositories/b.ts'\nb()`, 'put the query in authority/repositories'],
  ['authority/use-cases/a.ts', `import { Pool } from 'pg'\nnew Pool()`, 'the database type that authority/db exports'],
  ['authority/use-cases/a.ts', `import { b } from '../routes/b.ts'\nb()`, 'neither HTTP nor the database driver'],
  ['authority/repositories/a.ts', `import fastify from 'fastify'\nfastify()`, 'knows nothing of HTTP'],
  ['authority/routes/a.ts', `import { b } from '../repositories/b.ts'\nb()`, 'calls one use-case'],
  ['authority/app.ts', `import { b } from './demo/b.ts'\nb()`, 'may not import authority/demo'],
  ['authority/use-cases/a.ts', `import { b } from '#core/sync/b.ts'\nb()`, 'may not import core/sync'],
  ['authority/demo/a.ts', `import { b } from '#authority/routes/b.ts'\nb()`, 'may not import authority/routes'],
  ['electron/core/db/a.ts', `import fc from 'fast-check'\nfc`, 'this package is for tests'],
  ['electron/core/db/a.ts', `import { b } from './test-database.ts'\nb()`, 'never imports test code'],
  ['electron/core/db/a.test.ts', `import { app } from 'electron'\napp`, 'never loads Electron'],
  ['renderer/lib/a.test.ts', `import { b } from '#core/db/b.ts'\nb()`, 'stays in its own process'],
  ['electron/core/db/a.test.ts', `import { b } from '#tools/setup/browser.ts'\nb()`, 'stays in its own process'],
  ['electron/core/db/a.ts', `import { b } from '#tools/setup/find-program.ts'\nb()`, 'may not import tools'],
  ['shared/domain/index.ts', `export { a } from './a.ts'\nexport type { B } from './b.ts'`, 'barrel'],
  ['shared/domain/a.ts', `export const a = 1\nexport * from './b.ts'`, 'exports everything of another file'],
  ['electron/helpers/a.ts', `export const a = 1`, 'stands on no floor'],
  ['shared/domain/a.ts', `export const = 1`, 'cannot be parsed'],
]

/** Imports that must stay allowed: a rule that forbids too much is turned off sooner or later. */
const allowed: [file: string, source: string][] = [
  ['shared/contracts/a.ts', `import { b } from '#shared/domain/b.ts'\nimport { z } from 'zod'\nb(z)`],
  ['electron/core/use-cases/a.ts', `import type { Db } from '../db/b.ts'\nexport const a = (db: Db) => db`],
  ['electron/core/use-cases/a.ts', `import { b } from '../repositories/b.ts'\nb()`],
  [
    'electron/core/use-cases/a.test.ts',
    `import { b } from '../db/test-database.ts'\nimport fc from 'fast-check'\nb(fc)`,
  ],
  ['electron/core/sync/a.test.ts', `import { b } from '#authority/app.ts'\nb()`],
  ['electron/core/sync/a.test.ts', `import { findProgram } from '#tools/setup/find-program.ts'\nfindProgram('x')`],
  ['electron/main/a.ts', `import startWriter from '#core/workers/writer?nodeWorker'\nstartWriter({})`],
  [
    'electron/main/a.ts',
    `import type { B } from '#core/workers/b.ts'\nimport { app } from 'electron'\nexport const a: B = app`,
  ],
  ['electron/main/a.ts', `import { createDeskCore } from '#core/workers/desk-core.ts'\ncreateDeskCore()`],
  ['authority/app.test.ts', `import { b } from './app.ts'\nimport { c } from '#authority/test/c.ts'\nb(c)`],
  ['electron/preload/a.ts', `import type { B } from '#shared/contracts/b.ts'\nexport const a: B = 1`],
  ['renderer/lib/a.ts', `export const a = window.desk.invoke('members.get')`],
  [
    'renderer/features/members/a.tsx',
    `import { b } from './parts/b.tsx'\nimport { c } from '#renderer/ui/c.tsx'\nb(c)`,
  ],
  ['authority/demo/a.ts', `import { b } from '../db/b.ts'\nb()`],
  ['authority/main.ts', `import { b } from './demo/b.ts'\nb()`],
  ['tools/call/a.ts', `import { b } from '#core/workers/b.ts'\nb()`],
]

describe('the order of the floors', () => {
  it.each(forbidden)('%s may not hold %j', (file, source, ...words) => {
    const { violations } = findFloorViolations(plant({ [file]: source }))
    expect(violations).toHaveLength(1)
    expect(violations[0]?.file).toBe(file)
    for (const word of words) expect(violations[0]?.message).toContain(word)
  })

  it.each(allowed)('%s may hold %j', (file, source) => {
    expect(findFloorViolations(plant({ [file]: source })).violations).toEqual([])
  })

  it('says the line and counts the files', () => {
    const folder = plant({
      'shared/kernel/a.ts': `\n\nimport '#shared/domain/b.ts'\n`,
      'shared/domain/b.ts': 'export {}',
    })
    const { files, violations } = findFloorViolations(folder)
    expect(files).toBe(2)
    expect(violations.map(({ file, line }) => `${file}:${line}`)).toEqual(['shared/kernel/a.ts:3'])
  })

  it('names only floors that exist', () => {
    const known = new Set(['*', ...floors.map(({ name }) => name)])
    const named = floors.flatMap((floor) => [
      ...floor.imports,
      ...(floor.importTypes ?? []),
      ...(floor.importWorkers ?? []),
    ])
    for (const name of [...named, ...packageOwners.flatMap(({ owners }) => owners)]) expect(known).toContain(name)
  })

  it('is kept by this project', () => {
    const { files, violations } = findFloorViolations(root)
    expect(files).toBeGreaterThan(20)
    expect(violations).toEqual([])
  })
})
