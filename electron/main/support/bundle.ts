import { readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, sep } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { contracts } from '#shared/contracts/contract-map.ts'
import type { DeviceAbout } from '#shared/contracts/device.ts'
import type { BundleFile } from '#shared/contracts/support.ts'
import { SyncStatus } from '#shared/contracts/sync.ts'
import type { UpdateView } from '#shared/contracts/update.ts'
import { toAppError } from '#shared/kernel/errors.ts'
import type { Core } from '../desktop/window-calls.ts'

/** What a bundle is made of. What a start that failed does not have is left out. */
export interface BundleSources {
  readonly about: DeviceAbout
  readonly profileDir: string
  readonly crashDumps: string
  readonly updates?: UpdateView
  readonly core?: Pick<Core, 'invoke'>
  /** Why the application could not start. */
  readonly failure?: unknown
}

/** The end of a log is what support reads. */
const longestLog = 300_000

const readme = `This is a support bundle of Mumaris Desk. It holds what is needed to see why a desk does not work as it should:
versions, the machine's policy, the check of the data file, the state of the synchronisation, counts of rows, the log
(names of errors and places in the program) and a list of crash dumps. It holds no names, numbers or addresses of
members, no words of any record, no passphrases and no keys. All of it is text and can be read before it is sent.

هذه حزمة دعم لبرنامج ممارس ديسك. فيها ما يلزم لمعرفة سبب خلل في الجهاز: الإصدارات، وسياسة الجهاز، وفحص ملف البيانات،
وحالة المزامنة، وأعداد السجلات، وسجل البرنامج (أسماء الأخطاء ومواضعها)، وقائمة بملفات الأعطال. وليس فيها أسماء الأعضاء
ولا أرقامهم ولا عناوينهم، ولا نص من أي سجل، ولا عبارات مرور ولا مفاتيح. وكل ما فيها نص يُقرأ قبل إرساله.
`

/**
 * The log names errors and places only. What should never be in it is taken out all the same, and the name of whoever
 * uses this machine, which stands in the paths of their folders.
 */
export function scrub(text: string, home = homedir()): string {
  // A home at the root of everything is nobody's.
  const homeless = home.length < 2 ? text : text.replaceAll(home, '~').replaceAll(home.split(sep).join('/'), '~')
  return homeless
    .replace(/([\\/](?:Users|home)[\\/])(?:[^\\/\n]+(?=[\\/])|[^\\/\s"')]+)/gi, '$1~')
    .replace(/[^\s@<>"'=]+@[^\s@<>"']+\.[^\s@<>"']+/g, '<address>')
    .replace(/\+?\d{9,}/g, '<number>')
    .replace(/[\u0600-\u06FF\u0750-\u077F\uFB50-\uFDFF\uFE70-\uFEFF]+/g, '<text>')
}

function tailOf(path: string): string | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  if (text.length <= longestLog) return scrub(text)
  const tail = text.slice(-longestLog)
  return scrub(tail.slice(tail.indexOf('\n') + 1))
}

function listDumps(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.dmp'))
      .map((entry) => {
        const { size, mtime } = statSync(join(entry.parentPath, entry.name))
        return { bytes: size, at: mtime.toISOString() }
      })
  } catch {
    return []
  }
}

/** What the core says, or the code of its refusal: behind a lock it says little. */
async function ask(core: Pick<Core, 'invoke'>, channel: string): Promise<unknown> {
  const answer = await core.invoke(channel, {}, 'support')
  return answer.ok ? answer.value : { refused: answer.error.code }
}

const isRefused = (answer: unknown): answer is { refused: string } =>
  typeof answer === 'object' && answer !== null && 'refused' in answer

/** Only what the contracts of these channels name, and of their answers only what counts and dates. */
async function fromCore(core: Pick<Core, 'invoke'>): Promise<Record<string, unknown>> {
  const [check, sync, counts] = await Promise.all([
    ask(core, 'store.check'),
    ask(core, 'sync.status'),
    ask(core, 'sync.counts'),
  ])
  const checked = contracts['store.check'].output.safeParse(check)
  const status = SyncStatus.safeParse(sync)
  const counted = contracts['sync.counts'].output.safeParse(counts)
  return {
    'check.json': checked.success
      ? {
          checkedAt: checked.data.checkedAt,
          findings: checked.data.findings.map(({ code, severity, table, count }) => ({ code, severity, table, count })),
          facts: checked.data.facts,
        }
      : isRefused(check)
        ? check
        : { refused: 'internal' },
    'sync.json': status.success ? status.data : isRefused(sync) ? sync : { refused: 'internal' },
    'counts.json': counted.success
      ? { asOf: counted.data.asOf, rows: counted.data.rows, aside: counted.data.aside.length }
      : isRefused(counts)
        ? counts
        : { refused: 'internal' },
  }
}

/** Puts a bundle together; each file whole, as it would be written. */
export async function collectBundle(sources: BundleSources): Promise<BundleFile[]> {
  const { about, profileDir, crashDumps, updates, core, failure } = sources
  const facts: Record<string, unknown> = {
    'about.json': about,
    ...(updates && { 'updates.json': updates }),
    ...(failure !== undefined && {
      'failure.json': { code: toAppError(failure).code, detail: toAppError(failure).detail },
    }),
    ...(core && (await fromCore(core))),
    'crash-dumps.json': listDumps(crashDumps),
  }
  const texts: [string, string][] = [
    ['README.txt', readme],
    ...Object.entries(facts).map(([name, value]): [string, string] => [name, scrubJson(value)]),
    ...['main.old.log', 'main.log'].flatMap((name): [string, string][] => {
      const text = tailOf(join(profileDir, 'logs', name))
      return text === undefined ? [] : [[name, text]]
    }),
  ]
  return texts.map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), text }))
}

/** Facts are numbers, dates and words of ours; only paths can name somebody. */
function scrubJson(value: unknown): string {
  const ofPath = (_key: string, member: unknown) =>
    typeof member === 'string' && /[\\/]/.test(member) && !/^https?:/.test(member) ? scrub(member) : member
  return JSON.stringify(value, ofPath, 2)
}

/** The bundle as one file. */
export function zipBundle(files: readonly BundleFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])), { level: 6 })
}
