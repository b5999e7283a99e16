import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Floor, floors, packageOwners, testAids } from './floor-table.ts'
import { type ScannedImport, scanSource } from './scan-source.ts'
import { trustOverrides } from './trust.ts'

export interface Violation {
  /** Path from the root, with forward slashes. */
  file: string
  line: number
  /** What is wrong and what to do instead. */
  message: string
}

const topFolders = ['shared', 'electron', 'renderer', 'authority', 'tools', 'e2e']
const isSource = (path: string): boolean => /\.[cm]?tsx?$/.test(path) && !path.endsWith('.d.ts')
const isTest = (path: string): boolean => /\.test\.tsx?$|(^|\/)test-[\w-]+\.tsx?$|\/(test|testing)\//.test(path)

/** Exports everything of another file on purpose: it is the face of a whole module. */
const faces = ['tools/chromium-shell/electron.ts']

function floorOf(file: string): Floor | undefined {
  const path = file.replace(/\.test(\.tsx?)$/, '$1') // a test stands where its file stands
  const length = (floor: Floor): number =>
    Math.max(
      0,
      ...floor.paths
        .filter((start) => (start.endsWith('/') ? path.startsWith(start) : path === start))
        .map((start) => start.length),
    )
  return floors.reduce<Floor | undefined>(
    (best, floor) => (length(floor) > (best ? length(best) : 0) ? floor : best),
    undefined,
  )
}

/** The package of a specifier: `@scope/name` or `name`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function names(list: readonly string[], packageName: string): boolean {
  return list.some(
    (entry) => entry === packageName || (entry.endsWith('/*') && packageName.startsWith(entry.slice(0, -1))),
  )
}

/** The repository path that an import means, or undefined for a package. */
function targetOf(file: string, specifier: string, aliases: Readonly<Record<string, string>>): string | undefined {
  const plain = specifier.replace(/\?.*$/, '')
  if (plain.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file), plain))
  for (const [alias, path] of Object.entries(aliases)) {
    const start = alias.replace(/\*$/, '')
    if (plain.startsWith(start)) return posix.normalize(path.replace('*', plain.slice(start.length)))
  }
  return undefined
}

function packageViolation(floor: Floor, test: boolean, { specifier, typeOnly }: ScannedImport): string | undefined {
  if (isBuiltin(specifier)) {
    if (test || floor.name === 'tools') return undefined
    if (!floor.node) return `${floor.name} runs without Node: ${floor.instead}`
    const owner = packageOwners.find(({ packages }) => packages.includes(specifier))
    return owner && !typeOnly && !owner.owners.includes(floor.name) ? owner.instead : undefined
  }
  const packageName = packageOf(specifier)
  if (test) {
    if (packageName !== 'electron' || typeOnly) return undefined
    return 'a unit test never loads Electron: test through a port, or end to end in e2e/'
  }
  if (floor.name === 'tools') return undefined
  const owner = packageOwners.find(({ packages }) => names(packages, packageName))
  if (owner && !owner.owners.includes(floor.name)) return owner.instead
  if (floor.packages && !names(floor.packages, packageName)) {
    return `${floor.name} may import only these packages: ${floor.packages.join(', ')}; ${floor.instead}`
  }
  return undefined
}

/** Tests wire floors together as they like, but stay in their own process (and may start an authority). */
function testMayImport(floor: Floor, target: Floor): boolean {
  const process = (name: string): string => name.split('/')[0] ?? name
  if (target.name.startsWith('shared/') || process(floor.name) === process(target.name)) return true
  return (
    ['core', 'main', 'preload'].includes(process(floor.name)) && ['core', 'authority'].includes(process(target.name))
  )
}

function pathViolation(file: string, floor: Floor, imported: ScannedImport, target: string): string | undefined {
  const targetFloor = floorOf(target)
  if (!targetFloor || floor.imports.includes('*')) return undefined
  const test = isTest(file)
  if (test) {
    return testAids.includes(target) || testMayImport(floor, targetFloor)
      ? undefined
      : `a test of ${floor.name} stays in its own process: ${floor.instead}`
  }
  if (isTest(target) && floor.name !== 'e2e')
    return 'what ships never imports test code: move the shared part into a file of its own'
  if (targetFloor === floor) {
    const folder = (path: string): string => path.split('/').slice(0, 3).join('/')
    return floor.separateFolders && folder(file) !== folder(target) ? floor.instead : undefined
  }
  if (floor.imports.includes(targetFloor.name) || floor.importFiles?.includes(target)) return undefined
  if (imported.typeOnly && floor.importTypes?.includes(targetFloor.name)) return undefined
  if (/\?(nodeWorker|modulePath)$/.test(imported.specifier) && floor.importWorkers?.includes(targetFloor.name))
    return undefined
  if (floor.importTypes?.includes(targetFloor.name)) {
    return `${floor.name} may take only types of ${targetFloor.name} (write \`import type\`): ${floor.instead}`
  }
  return `${floor.name} may not import ${targetFloor.name}: ${floor.instead}`
}

/** Everything wrong in one file; `aliases` are the `imports` of package.json. */
export function violationsOf(file: string, source: string, aliases: Readonly<Record<string, string>>): Violation[] {
  const at = (line: number, message: string): Violation => ({ file, line, message })
  const floor = floorOf(file)
  if (!floor)
    return [
      at(
        1,
        'this file stands on no floor: put it in a folder that tools/check/floor-table.ts names, or add a row there',
      ),
    ]
  const scanned = scanSource(file, source)
  if (scanned.syntaxError) return [at(1, `this file cannot be parsed: ${scanned.syntaxError}`)]
  const violations = scanned.imports.flatMap((imported) => {
    const target = targetOf(file, imported.specifier, aliases)
    const message = target
      ? pathViolation(file, floor, imported, target)
      : packageViolation(floor, isTest(file), imported)
    return message ? [at(imported.line, `imports ${imported.specifier}; ${message}`)] : []
  })
  if (floor.name !== 'renderer/lib' && floor.name !== 'e2e' && floor.name !== 'tools') {
    const message = 'reads window.desk; only renderer/lib does: call its typed client instead'
    violations.push(...scanned.deskLines.map((line) => at(line, message)))
  }
  if (file.startsWith('electron/') && !isTest(file)) {
    const message = 'overrides certificates or proxies; both are the system’s, so leave them to it'
    violations.push(...trustOverrides(source).map((line) => at(line, message)))
  }
  if (scanned.onlyReExports) {
    violations.push(at(1, 'is a barrel; import from the file that defines the thing, and delete this one'))
  } else if (!faces.includes(file)) {
    const message = 'exports everything of another file; import from that file, or name what is passed on'
    violations.push(...scanned.starExportLines.map((line) => at(line, message)))
  }
  return violations
}

/** Checks every source file under `root`, whose package.json gives the aliases. Folders that do not exist are left out. */
export function findFloorViolations(root: string): { files: number; violations: Violation[] } {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, string> }
  const aliases = Object.fromEntries(
    Object.entries(manifest.imports).map(([key, path]) => [key, path.replace(/^\.\//, '')]),
  )
  const files = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && topFolders.includes(entry.name))
    .flatMap(({ name }) =>
      readdirSync(join(root, name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && isSource(entry.name))
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
    )
    .filter((file) => !file.includes('node_modules/') && !file.includes('/generated/'))
    .sort()
  const violations = files.flatMap((file) => violationsOf(file, readFileSync(join(root, file), 'utf8'), aliases))
  return { files: files.length, violations }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, violations } = findFloorViolations(process.argv[2] ?? join(import.meta.dirname, '..', '..'))
  for (const { file, line, message } of violations) console.log(`${file}:${line} ${message}`)
  console.log(`floors: ${files} files, ${violations.length} violations`)
  process.exitCode = violations.length > 0 ? 1 : 0
}
