import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { keptSeeds } from './kept-seeds.ts'
import { type Plant, plants } from './plants.ts'
import { Simulator, usualSteps } from './simulator.ts'

const usage = `npm run simulate -- [--seeds N] [--seed S] [--steps N] [--plant NAME] [--trace] [--json]
  --seeds N     how many seeds, from 1 or from --seed on (20; 1 with --seed); those of kept-seeds.ts come first
  --seed S      the first seed
  --steps N     steps before every fault is over (${usualSteps})
  --plant NAME  a mistake to be found: ${plants.map(({ name }) => name).join(', ')}
  --workers N   processes (as many as there are cores)
  --trace       every line of what happened
  --json        one JSON object at the end: "seeds" that were asked for, "kept" ones besides`

/** The most of each: more is a slip of the finger. */
const most = { seeds: 1_000_000, seed: Number.MAX_SAFE_INTEGER / 2, steps: 1_000_000, workers: 256 } as const

/** What was typed for an option as a whole number. @throws Error that says what it must be. */
function wholeNumber(name: keyof typeof most, text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= (name === 'seed' ? 0 : 1) && value <= most[name]) return value
  throw new Error(`--${name} is a whole number${name === 'seed' ? '' : ' above 0'}, not "${text}".\n${usage}`)
}

/** A plant by its name. @throws Error when there is none: a run without it would say that all went well. */
function findPlant(name: string): Plant {
  const plant = plants.find((one) => one.name === name)
  if (!plant) throw new Error(`There is no plant "${name}".\n${usage}`)
  return plant
}

const Line = z.object({
  seed: z.string(),
  steps: z.number(),
  commands: z.number(),
  digest: z.string(),
  complaints: z.array(z.string()),
  tail: z.array(z.string()),
})
type Line = z.infer<typeof Line>

interface Order {
  readonly seeds: readonly string[]
  readonly steps: number
  readonly plant: string | undefined
  readonly trace: boolean
}

/** Runs seeds in this process. */
async function runHere({ seeds, steps, plant, trace }: Order, onLine: (line: Line) => void): Promise<void> {
  const planted = plant === undefined ? undefined : findPlant(plant)
  const simulator = await Simulator.open()
  try {
    for (const seed of seeds) {
      const keep = trace ? Number.MAX_SAFE_INTEGER : 40
      const { complaints, tail, ...rest } = await simulator.run(seed, {
        steps,
        keep,
        ...(planted && { plant: planted }),
      })
      onLine({ ...rest, complaints: [...complaints], tail: trace || complaints.length > 0 ? [...tail] : [] })
    }
  } finally {
    await simulator.close()
  }
}

/** Runs seeds in a process of their own, which says a line of JSON for each. */
async function runThere(order: Order, onLine: (line: Line) => void): Promise<void> {
  const words = [import.meta.filename, '--lines', '--steps', String(order.steps), '--list', order.seeds.join(',')]
  if (order.plant !== undefined) words.push('--plant', order.plant)
  if (order.trace) words.push('--trace')
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  let heard = 0
  for await (const text of createInterface({ input: child.stdout })) {
    onLine(Line.parse(JSON.parse(text)))
    heard += 1
  }
  const code = await ended
  if (code !== 0)
    throw new Error(`A process of the simulation ended with ${code}, at seed ${order.seeds[heard] ?? 'none'}`)
}

function tell({ seed, steps, commands, digest, complaints, tail }: Line): void {
  if (complaints.length > 0 || tail.length > 0) console.log(tail.map((line) => `    ${line}`).join('\n'))
  const words = complaints.length === 0 ? 'well' : `WRONG: ${complaints.slice(0, 5).join('; ')}`
  console.log(`seed ${seed}: ${steps} steps, ${commands} commands, trace ${digest.slice(0, 12)}, ${words}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      steps: { type: 'string', default: String(usualSteps) },
      plant: { type: 'string' },
      workers: { type: 'string', default: String(availableParallelism()) },
      trace: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      // Between the processes of one call.
      lines: { type: 'boolean', default: false },
      list: { type: 'string' },
    },
  })
  if (values.help) return console.log(usage)
  const first = wholeNumber('seed', values.seed ?? '1')
  const count = wholeNumber('seeds', values.seeds ?? (values.seed === undefined ? '20' : '1'))
  const asked = values.list?.split(',') ?? Array.from({ length: count }, (_, index) => String(first + index))
  const kept = values.seed === undefined && values.list === undefined ? keptSeeds.map(({ seed }) => seed) : []
  const seeds = [...new Set([...kept, ...asked])]
  const { plant, trace } = values
  if (plant !== undefined) findPlant(plant)
  const order: Order = { seeds, steps: wholeNumber('steps', values.steps), plant, trace }
  const processes = wholeNumber('workers', values.workers)
  if (values.lines) return runHere(order, (line) => console.log(JSON.stringify(line)))

  const began = performance.now()
  const lines: Line[] = []
  const hear = (line: Line) => {
    lines.push(line)
    if (!values.json) tell(line)
  }
  const workers = Math.min(processes, Math.ceil(seeds.length / 4))
  const share = (worker: number) => ({ ...order, seeds: seeds.filter((_, index) => index % workers === worker) })
  await Promise.all(Array.from({ length: workers }, (_, worker) => runThere(share(worker), hear)))
  if (lines.length !== seeds.length) throw new Error(`${lines.length} of ${seeds.length} seeds were run`)
  const failed = lines.filter(({ complaints }) => complaints.length > 0)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0)
  const steps = sum((line) => line.steps)
  const commands = sum((line) => line.commands)
  // Kept seeds that were asked for anyway are counted among those.
  const besides = seeds.length - asked.length
  if (values.json) console.log(JSON.stringify({ seeds: asked.length, kept: besides, steps, commands, seconds, failed }))
  else {
    const ran = besides === 0 ? `${asked.length} seeds` : `${asked.length} seeds and ${besides} kept ones`
    console.log(`${ran}, ${steps} steps, ${commands} commands in ${seconds} s: ${failed.length} failed`)
  }
  if (failed.length > 0) process.exitCode = 1
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
