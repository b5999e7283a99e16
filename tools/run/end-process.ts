import type { ChildProcess } from 'node:child_process'

/**
 * Asks a process to end and waits until it is gone; kills it after `patienceMilliseconds`. A child that was started
 * `detached` is ended with everything it started. Answers at once for one that has ended already.
 */
export async function endProcess(child: ChildProcess, patienceMilliseconds = 5000): Promise<void> {
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const signal = (name: NodeJS.Signals, group: boolean): void => {
    try {
      process.kill(group ? -pid : pid, name)
    } catch {
      child.kill(name) // no group of its own, or Windows, which has none
    }
  }
  signal('SIGTERM', false)
  const timer = setTimeout(() => signal('SIGKILL', process.platform !== 'win32'), patienceMilliseconds)
  await ended
  clearTimeout(timer)
}
