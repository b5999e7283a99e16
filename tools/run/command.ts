import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** The repository's root, with no slash at its end. */
export const root = join(import.meta.dirname, '..', '..')

export interface CommandResult {
  /** The exit code; 1 when the process ended by a signal, 127 when it could not start. */
  code: number
  /** Standard output and standard error, in the order in which they came, without colours. */
  output: string
  milliseconds: number
}

/**
 * The words that run a package's command on this Node, without the shell scripts of `node_modules/.bin` (which are
 * other files on Windows). Throws when the package is not installed or has no such command.
 */
export function packageCommand(packageName: string, binName = packageName): string[] {
  const folder = join(root, 'node_modules', packageName)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin?: string | Record<string, string>
  }
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[binName]
  if (!bin) throw new Error(`The package ${packageName} has no command ${binName}.`)
  return [process.execPath, join(folder, bin)]
}

export interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** A file that receives the whole output; its folder is made. */
  logFile?: string
  /** Called with every piece of output as it comes. */
  onOutput?: (text: string) => void
  /** After this time the process is killed and counts as failed. */
  timeoutMilliseconds?: number
}

/** Runs a command to its end, without input. Never throws: a command that cannot start answers code 127 and the reason. */
export function runCommand(words: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  const [file = '', ...args] = words
  const started = performance.now()
  let log: ReturnType<typeof createWriteStream> | undefined
  if (options.logFile) {
    mkdirSync(dirname(options.logFile), { recursive: true })
    log = createWriteStream(options.logFile)
  }
  let output = ''
  const take = (chunk: Buffer | string): void => {
    const text = chunk.toString()
    output += text
    log?.write(text)
    options.onOutput?.(text)
  }
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const limit = options.timeoutMilliseconds
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            take(`Killed after ${limit / 1000} s.\n`)
            child.kill('SIGKILL')
            // what it started may hold the pipes open for ever
            child.stdout.destroy()
            child.stderr.destroy()
          }, limit)
    const finish = (code: number): void => {
      clearTimeout(timer)
      log?.end()
      resolve({ code, output: stripVTControlCharacters(output), milliseconds: Math.round(performance.now() - started) })
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', (error) => {
      take(`${error.message}\n`)
      if (child.pid === undefined) finish(127)
    })
    child.once('close', (code, signal) => {
      if (signal) take(`Ended by ${signal}.\n`)
      finish(code ?? 1)
    })
  })
}
