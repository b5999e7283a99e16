/**
 * Makes package-lock.json whole after `npm install` behind a registry that lags: such a registry may not carry the
 * builds of a package for other systems, npm then leaves them out of the lockfile, and `npm ci` refuses the lockfile.
 * This script adds every optional platform package that a locked package names, by name, version and platform, and
 * removes the addresses of registries, which are each machine's own business.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface LockEntry {
  version?: string
  resolved?: string
  optional?: boolean
  dev?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}
interface Lockfile {
  packages: Record<string, LockEntry>
}

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'windows',
  'sunos',
  'openbsd',
  'netbsd',
  'aix',
]
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** Reads the platform out of a package's name, for example `@oxlint/binding-linux-x64-musl`. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/)
  const os = systems.find((system) => words.includes(system))
  const cpu = processors.find((processor) => words.includes(processor))
  const libc = words.find((word) => word.startsWith('musl') || word === 'gnu')
  return {
    ...(os && { os: [os === 'windows' ? 'win32' : os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(libc && { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
  }
}

/** The version that Node would find for `name` when asked from `parent`: that of the nearest `node_modules`. */
function lockedVersion(packages: Lockfile['packages'], parent: string, name: string): string | undefined {
  for (let base = parent; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const found = packages[`${base}${base ? '/' : ''}node_modules/${name}`]
    if (found) return found.version
    if (!base) return undefined
  }
}

const path = new URL('../../package-lock.json', import.meta.url)
const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile
let added = 0
for (const [parent, entry] of Object.entries(lockfile.packages)) {
  delete entry.resolved
  if (!parent) continue
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const exact = /^[\^~]?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(range)?.[1]
    if (!exact || lockedVersion(lockfile.packages, parent, name) === exact) continue
    const platform = platformOf(name)
    if (!platform.os) continue
    const nested = lockfile.packages[`node_modules/${name}`] !== undefined
    const key = nested ? `${parent}/node_modules/${name}` : `node_modules/${name}`
    lockfile.packages[key] = { version: exact, ...(entry.dev && { dev: true }), optional: true, ...platform }
    added++
  }
}
const sorted = Object.fromEntries(Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
writeFileSync(path, `${JSON.stringify({ ...lockfile, packages: sorted }, null, 2)}\n`)
console.log(`package-lock.json: ${added} platform packages added`)
