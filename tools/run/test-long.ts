import { parseArgs } from 'node:util'
import { z } from 'zod'
import '#tools/setup/guard.mjs'
import { packageCommand, runCommand } from './command.ts'

const usage = `npm run test:long -- [--from N] [--to N] [--workers N] [--only feed|simulator]
  --from N     the first seed of the simulator (1): go on where a run was stopped
  --to N       the last one (20000)
  --workers N  processes of the simulator (as many as there are cores)
  --only WHAT  one of the two parts`

/** Seeds that one call of the simulator runs: what is lost at most when it is stopped; memory begins anew. */
const batch = 200

const Ran = z.object({
  seeds: z.number(),
  commands: z.number(),
  failed: z.array(z.object({ seed: z.string(), complaints: z.array(z.string()) })),
})

/** What was typed for an option as a whole number above 0. @throws Error that says so. */
function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new Error(`--${name} is a whole number above 0, not "${text}".\n${usage}`)
}

/** What the simulator said at its end; undefined when it ended otherwise. */
function readRan(output: string): z.infer<typeof Ran> | undefined {
  try {
    return Ran.safeParse(JSON.parse(output.trim().split('\n').at(-1) ?? '')).data
  } catch {
    return undefined
  }
}

/** How long something takes, for people. */
function spell(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** The feed under 24 writers, a hundred thousand rows of it. Answers whether it went well. */
async function runFeed(): Promise<boolean> {
  const title = '100,000 rows of the feed under 24 writers'
  console.log(`${title} …`)
  const words = [...packageCommand('vitest'), 'run', 'authority/use-cases/sync/feed-writers.test.ts']
  const { code, output, milliseconds } = await runCommand(words, { env: { ...process.env, FEED_ROWS: '100000' } })
  if (code !== 0) console.log(output)
  console.log(`${code === 0 ? '✓' : '✗'} ${title} (${Math.round(milliseconds / 1000)} s)`)
  return code === 0
}

/** Seeds of the simulator, batch by batch; a line after each. Answers whether all went well. */
async function runSeeds(from: number, to: number, workers: readonly string[]): Promise<boolean> {
  const began = performance.now()
  const failed = new Set<string>()
  let [seeds, commands] = [0, 0]
  for (let first = from; first <= to; first += batch) {
    const count = Math.min(batch, to - first + 1)
    const range = ['--seed', String(first), '--seeds', String(count), '--json', ...workers]
    const { code, output } = await runCommand([process.execPath, 'tools/simulate/simulate.ts', ...range])
    const ran = code > 1 ? undefined : readRan(output)
    if (!ran) {
      console.log(output)
      failed.add(`${first} to ${first + count - 1} (the simulator ended with ${code})`)
      continue
    }
    seeds += ran.seeds
    commands += ran.commands
    for (const { seed, complaints } of ran.failed) {
      failed.add(seed)
      console.log(`✗ seed ${seed}: ${complaints.slice(0, 3).join('; ')}`)
    }
    const last = first + count - 1
    const left = ((performance.now() - began) / (last - from + 1)) * (to - last)
    const rest = last < to ? `, about ${spell(left)} left; to go on: --from ${last + 1}` : ''
    console.log(`  seeds ${from} to ${last}: ${commands} commands, ${failed.size} failed${rest}`)
  }
  const took = spell(performance.now() - began)
  console.log(`${failed.size === 0 ? '✓' : '✗'} ${seeds} seeds of the sync simulator (${took})`)
  if (failed.size > 0)
    console.log(
      `Failed: ${[...failed].join(', ')}. Each by: npm run simulate -- --seed S --trace; it goes to kept-seeds.ts`,
    )
  return failed.size === 0
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string', default: '1' },
      to: { type: 'string', default: '20000' },
      workers: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const { only } = values
  const [from, to] = [wholeNumber('from', values.from), wholeNumber('to', values.to)]
  if (from > to) throw new Error(`--from ${from} is after --to ${to}.\n${usage}`)
  if (only !== undefined && only !== 'feed' && only !== 'simulator')
    throw new Error(`--only is feed or simulator, not "${only}".\n${usage}`)
  const workers = values.workers === undefined ? [] : ['--workers', String(wholeNumber('workers', values.workers))]
  const results: boolean[] = []
  if (only !== 'simulator') results.push(await runFeed())
  if (only !== 'feed') results.push(await runSeeds(from, to, workers))
  const wrong = results.filter((well) => !well).length
  console.log(`${results.length - wrong} passed, ${wrong} failed`)
  process.exitCode = wrong === 0 ? 0 : 1
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
