import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandResult, packageCommand, root, runCommand } from '#tools/run/command.ts'

export interface CheckStep {
  name: string
  /** What it proves, in a few words. */
  about: string
  /** Why the step cannot run now, or undefined when it can. */
  skipReason?: string
  words: () => string[]
}

export interface CheckResult {
  name: string
  status: 'passed' | 'failed' | 'skipped'
  milliseconds: number
  /** What the tool said, or why the step was skipped. */
  output: string
}

/** A step that runs one of the project's own scripts, skipped where the script is not there. */
function scriptStep(name: string, about: string, script: string): CheckStep {
  const path = join(root, script)
  const words = (): string[] => [process.execPath, path]
  return existsSync(path) ? { name, about, words } : { name, about, words, skipReason: `${script} is not there` }
}

/** The steps of `npm run check`, the slowest first so that two at a time end together. */
export function checkSteps(): CheckStep[] {
  const types = packageCommand('typescript', 'tsc')
  const folders = new Set(readdirSync(root))
  return [
    {
      name: 'lint',
      about: 'oxlint with types',
      words: () => [...packageCommand('oxlint'), '--type-aware', '--deny-warnings', '--format=unix'],
    },
    {
      name: 'types',
      about: 'tsc over everything',
      words: () => [...types, '-p', 'tsconfig.json', '--pretty', 'false'],
    },
    {
      name: 'unused',
      about: 'knip: files, exports and packages nobody uses',
      words: () => [...packageCommand('knip'), '--no-progress'],
    },
    scriptStep(
      'shell types',
      'main against the Chromium shell’s slice of Electron',
      'tools/chromium-shell/type-check.ts',
    ),
    {
      name: 'format',
      about: 'biome: format and order of imports',
      words: () => [...packageCommand('@biomejs/biome', 'biome'), 'check', '--colors=off', '--max-diagnostics=50', '.'],
    },
    scriptStep('floors', 'who may import whom', 'tools/check/floors.ts'),
    scriptStep('messages', 'Arabic and English messages match their keys', 'shared/i18n/check-messages.ts'),
  ].filter(({ name }) => name !== 'messages' || folders.has('shared'))
}

async function runStep(step: CheckStep): Promise<CheckResult> {
  const { name } = step
  if (step.skipReason) return { name, status: 'skipped', milliseconds: 0, output: step.skipReason }
  const result: CommandResult = await runCommand(step.words(), {
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    logFile: join(root, 'out', 'test', `check-${name.replace(' ', '-')}.log`),
    timeoutMilliseconds: 300_000,
  })
  return {
    name,
    status: result.code === 0 ? 'passed' : 'failed',
    milliseconds: result.milliseconds,
    output: result.output,
  }
}

/** Runs the steps two at a time and tells each result as it comes. Answers all results in the order of the steps. */
export async function runCheckSteps(
  steps: CheckStep[],
  onResult: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  const waiting = steps.entries()
  const lane = async (): Promise<void> => {
    for (const [index, step] of waiting) {
      const result = await runStep(step)
      results[index] = result
      onResult(result)
    }
  }
  await Promise.all([lane(), lane()])
  return results
}
