import '#tools/setup/guard.mjs'
import { type CheckResult, checkSteps, runCheckSteps } from './steps.ts'

/** `npm run check [STEP …]`: types, lint, format, floors, messages, unused code. Ends with 1 when a step fails. */
const wanted = process.argv.slice(2)
const steps = checkSteps().filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const started = performance.now()
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`.padStart(7)

function print({ name, status, milliseconds, output }: CheckResult): void {
  const about = steps.find((step) => step.name === name)?.about ?? ''
  const marks = { passed: '✓', failed: '✗', skipped: '–' }
  console.log(`${marks[status]} ${name.padEnd(12)} ${seconds(milliseconds)}  ${status === 'skipped' ? output : about}`)
  if (status === 'failed') console.log(`\n${output.trimEnd()}\n`)
}

const results = await runCheckSteps(steps, print)
const failed = results.filter(({ status }) => status === 'failed').map(({ name }) => name)
const total = seconds(performance.now() - started).trim()
console.log(
  failed.length > 0 ? `\nFailed: ${failed.join(', ')} (${total})` : `\nAll ${results.length} checks done (${total})`,
)
process.exitCode = failed.length > 0 ? 1 : 0
