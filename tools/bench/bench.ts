import { readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Bench, type Report, runBench } from './measure.ts'

const suffix = '.bench.ts'
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort()
const usage = `npm run -s bench -- NAME [--members N] [--rounds N] [--json]
NAME: ${names.join(', ')}`

const figure = (value: number | null): string =>
  value === null ? 'not measured' : value.toLocaleString('en', { maximumSignificantDigits: 4 })

/** The report as lines for people. */
function linesOf({ bench, title, rows, units, machine, rounds, results, ratios, goals }: Report): string[] {
  const { processor, cores, memoryGb, node } = machine
  return [
    `${bench}: ${title} (${rows.toLocaleString('en')})`,
    `${processor}, ${cores} cores, ${memoryGb} GB, Node ${node}; medians of ${rounds} interleaved rounds`,
    ...results.map(({ name, p50, p95, p99, unit, perSecond, figures }) => {
      const more = Object.entries(figures).map(([key, value]) => `, ${key} ${figure(value)}`)
      const times = `p50 ${figure(p50)}, p95 ${figure(p95)}, p99 ${figure(p99)} ${unit}`
      return `  ${name}: ${times}, ${figure(perSecond)} ${units}/s${more.join('')}`
    }),
    ...Object.entries(ratios).map(([name, value]) => `  ${name}: ${figure(value)}`),
    ...goals.map(({ name, goal, value, met }) => `  ${met ? '✓' : '✗'} ${name} ${figure(goal)}: ${figure(value)}`),
  ]
}

/** Runs one bench and prints its figures; the exit code says whether its goals are met. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '7' },
      members: { type: 'string' },
    },
    allowPositionals: true,
  })
  const [name] = positionals
  const rounds = Number(values.rounds)
  if (name === undefined || !names.includes(name)) throw new Error(`Which bench? ${usage}`)
  if (!Number.isSafeInteger(rounds) || rounds < 5)
    throw new Error(`--rounds is at least 5, not "${values.rounds}".\n${usage}`)
  const rows = values.members === undefined ? undefined : Number(values.members)
  if (rows !== undefined && !(Number.isSafeInteger(rows) && rows > 0))
    throw new Error(`--members is a number above 0, not "${values.members}".\n${usage}`)
  const { bench } = (await import(`./${name}${suffix}`)) as { bench: Bench }
  const report = await runBench(name, bench, rounds, rows)
  console.log(values.json ? JSON.stringify(report) : linesOf(report).join('\n'))
  if (report.goals.some(({ met }) => !met)) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
