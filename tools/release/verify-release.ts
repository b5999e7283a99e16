import '#tools/setup/guard.mjs'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { extractFile } from '@electron/asar'
import { z } from 'zod'
import { BuiltFor } from '#main/updates/update-source.ts'
import { root, runCommand } from '#tools/run/command.ts'
import { type AppLayout, findApp, noticeFiles } from './app-layout.ts'
import { findBillFault } from './bill-of-materials.ts'
import { type BuildMode, isReleaseKey } from './builder-options.ts'
import { readFuses, releaseFuses } from './fuses.ts'
import { isAllowed } from './licences.ts'
import { listPackedPackages, packageNameIn } from './shipped-packages.ts'
import { carriesHashOf, findAltered } from './verify-archive.ts'

const usage = `npm run verify:release -- [FOLDER] [--development]
  Looks at a packed app: fuses, archive, signature, updater, bill of materials and licences. Ends with 1 when one is wrong.
  FOLDER         what npm run pack made (the one in dist)
  --development  an unsigned build that never updates itself`

export interface Verdict {
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** What is wrong, or why it was not looked at; what was seen otherwise. */
  readonly about: string
}

type Answer = { readonly skipped: string } | { readonly wrong: readonly string[]; readonly seen: string }
const answer = (wrong: readonly string[], seen: string): Answer => ({ wrong, seen })

function verifyFuses({ fuses }: AppLayout): Answer {
  const wires = readFuses(readFileSync(fuses))
  const wrong = wires.flatMap((wire) =>
    Object.entries(releaseFuses).flatMap(([name, wanted]) =>
      wire[name] === wanted ? [] : [`${name} is ${wire[name] ? 'on' : 'off'}`],
    ),
  )
  return answer(wrong, `all ${Object.keys(releaseFuses).length} as they are meant`)
}

function verifyArchive({ resources, integrity }: AppLayout): Answer {
  const archive = join(resources, 'app.asar')
  const altered = findAltered(archive).map((file) => `${file} is not what the header says`)
  const carried = integrity === undefined || carriesHashOf(archive, integrity)
  const wrong = carried ? altered : [...altered, 'the program does not carry the hash of this archive']
  return answer(
    wrong,
    integrity === undefined
      ? 'each file is what the header says; Linux carries no hash'
      : 'header, files and hash agree',
  )
}

async function verifySignature({ platform, signed }: AppLayout, mode: BuildMode): Promise<Answer> {
  if (mode === 'development') return { skipped: 'a development build is not signed' }
  if (platform === 'linux') return { skipped: 'Linux signs no programs' }
  if (platform !== process.platform) return { skipped: `only ${platform} can look at its own signatures` }
  const script = `(Get-AuthenticodeSignature -LiteralPath '${signed.replaceAll("'", "''")}').Status`
  const words =
    platform === 'darwin'
      ? ['codesign', '--verify', '--deep', '--strict', '--verbose=2', signed]
      : ['powershell', '-NoProfile', '-NonInteractive', '-Command', script]
  const { code, output } = await runCommand(words, { timeoutMilliseconds: 300_000 })
  const isValid = code === 0 && (platform === 'darwin' || output.trim() === 'Valid')
  return answer(isValid ? [] : [output.trim()], 'valid')
}

function verifyUpdater({ resources, platform }: AppLayout, mode: BuildMode): Answer {
  const manifest: unknown = JSON.parse(extractFile(join(resources, 'app.asar'), 'package.json').toString('utf8'))
  const settings = join(resources, 'app-update.yml')
  if (mode === 'development') {
    const off = z.object({ updates: z.literal('off') }).safeParse(manifest).success
    const wrong = [
      ...(off ? [] : ['it would update itself']),
      ...(existsSync(settings) ? ['app-update.yml is there'] : []),
    ]
    return answer(wrong, 'never updates itself')
  }
  const on = BuiltFor.safeParse(manifest)
  if (!on.success) return answer(['it never updates itself: no address or no keys'], '')
  const { updateFeed, updateKeys } = on.data
  const text = existsSync(settings) ? readFileSync(settings, 'utf8') : ''
  const checks: [well: boolean, otherwise: string][] = [
    [updateFeed.startsWith('https://'), `${updateFeed} is not https`],
    [updateKeys.every(isReleaseKey), 'a key is no Ed25519 public key'],
    [text.includes(updateFeed), 'app-update.yml does not have the same address'],
    // Without it electron-updater would skip the check of the publisher's signature without a word.
    [platform !== 'win32' || /^publisherName:/m.test(text), 'app-update.yml names no publisher'],
  ]
  return answer(
    checks.flatMap(([well, otherwise]) => (well ? [] : [otherwise])),
    `asks ${updateFeed}, ${updateKeys.length} key(s)`,
  )
}

const Bill = z.object({
  components: z.array(
    z.object({
      name: z.string(),
      group: z.string().optional(),
      version: z.string(),
      'bom-ref': z.string(),
      licenses: z
        .array(
          z.object({
            license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
            expression: z.string().optional(),
          }),
        )
        .default([]),
      properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    }),
  ),
})

async function verifyBill({ resources }: AppLayout): Promise<Answer> {
  const text = readFileSync(join(resources, noticeFiles.bill), 'utf8')
  const fault = await findBillFault(text)
  if (fault !== null) return answer([`not by its standard: ${fault.slice(0, 500)}`], '')
  const { components } = Bill.parse(JSON.parse(text))
  const inArchive = components.filter(({ properties }) => properties.some(({ value }) => value === 'archive'))
  const said = new Set(inArchive.map((component) => `${packageNameIn(component['bom-ref'])} ${component.version}`))
  const there = new Set(
    listPackedPackages(join(resources, 'app.asar')).map(({ path, version }) => `${packageNameIn(path)} ${version}`),
  )
  const wrong = [
    ...[...there].filter((name) => !said.has(name)).map((name) => `${name} is in the app and not in the bill`),
    ...[...said].filter((name) => !there.has(name)).map((name) => `${name} is in the bill and not in the app`),
  ]
  return answer(wrong, `${components.length} components, ${said.size} of them in the archive`)
}

function verifyLicences({ resources }: AppLayout): Answer {
  const { components } = Bill.parse(JSON.parse(readFileSync(join(resources, noticeFiles.bill), 'utf8')))
  const texts = readFileSync(join(resources, noticeFiles.licences), 'utf8')
  const wrong = components.flatMap(({ name, group, version, licenses }) => {
    const full = `${group === undefined ? '' : `${group}/`}${name} ${version}`
    const names = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name)
    const refused = names.some((licence) => isAllowed(licence)) ? [] : [`${full}: ${names.join(', ') || 'no licence'}`]
    const told = full.startsWith('electron ') || texts.includes(`\n${full}: `)
    return told ? refused : [...refused, `${full} is not in ${noticeFiles.licences}`]
  })
  return answer(wrong, `${components.length} under licences that are allowed, with their texts`)
}

/** Looks at a packed app and says of each thing whether it is as a release's must be. A check that throws has failed. */
export async function verifyRelease(folder: string, mode: BuildMode): Promise<Verdict[]> {
  const app = findApp(folder)
  const checks: [name: string, check: () => Answer | Promise<Answer>][] = [
    ['fuses', () => verifyFuses(app)],
    ['archive', () => verifyArchive(app)],
    ['signature', () => verifySignature(app, mode)],
    ['updater', () => verifyUpdater(app, mode)],
    ['bill of materials', () => verifyBill(app)],
    ['licences', () => verifyLicences(app)],
  ]
  const verdicts: Verdict[] = []
  for (const [name, check] of checks) {
    try {
      const found = await check()
      if ('skipped' in found) verdicts.push({ name, status: 'skipped', about: found.skipped })
      else if (found.wrong.length > 0) verdicts.push({ name, status: 'failed', about: found.wrong.join('; ') })
      else verdicts.push({ name, status: 'passed', about: found.seen })
    } catch (thrown) {
      verdicts.push({ name, status: 'failed', about: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }
  return verdicts
}

/** The app that `npm run pack` made last, where there is one. */
function findPacked(): string | undefined {
  const dist = join(root, 'dist')
  const name = existsSync(dist) ? readdirSync(dist).find((entry) => /(-unpacked|^mac(-|$))/.test(entry)) : undefined
  return name === undefined ? undefined : join(dist, name)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { development: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  const folder = positionals[0] ?? findPacked()
  if (values.help || folder === undefined) {
    console.log(folder === undefined && !values.help ? `There is no packed app yet: npm run pack.\n\n${usage}` : usage)
    process.exitCode = values.help ? 0 : 1
  } else {
    const verdicts = await verifyRelease(folder, values.development ? 'development' : 'release')
    const marks = { passed: '✓', failed: '✗', skipped: '–' }
    for (const { name, status, about } of verdicts) console.log(`${marks[status]} ${name.padEnd(18)} ${about}`)
    const failed = verdicts.filter(({ status }) => status === 'failed').length
    const well = values.development ? 'is as a development build must be' : 'may go out'
    console.log(failed === 0 ? `\n${folder} ${well}.` : `\n${folder} must not go out: ${failed} wrong.`)
    if (failed > 0) process.exitCode = 1
  }
}
