// As a whole: a Node that is too old has no such name in it, and would say only that.
import * as nodeModule from 'node:module'
import { join } from 'node:path'

// The first thing every script loads. Plain JavaScript on purpose: a Node that is too old cannot read the TypeScript
// of the scripts themselves, and better-sqlite3 crashes such a Node instead of failing (it needs Node-API 10).
const major = Number(process.versions.node.split('.')[0])
const nodeApi = Number(process.versions.napi ?? 0)

if (major < 24 || nodeApi < 10) {
  console.error(
    `Mumaris Desk needs Node 24 or newer, and this is ${process.version}: run "npm ci" again without --omit=optional, or install Node 24.`,
  )
  process.exit(1)
}

// What was compiled once is kept, for this process and for those that it starts: it is half of the start of each.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '..', '..', '.cache', 'compile')
nodeModule.enableCompileCache()
