import { readFileSync, readlinkSync } from 'node:fs'

/** What the system tells of processes, beyond the number that it gives to another one later. */
export interface ProcessMarks {
  /** The machine's boot and the space in which its process numbers count (a container has its own); null where nothing tells. */
  readonly place: string | null
  /** When a process of this place began, in whatever unit; null where nothing tells. */
  readonly beganAt: (pid: number) => string | null
}

function readOrNull(read: () => string): string | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** On Linux everything is told by `/proc`; on other systems nothing without another program. */
export const processMarks: ProcessMarks = {
  place: readOrNull(
    () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
  ),
  beganAt: (pid) =>
    readOrNull(() => {
      // The second field is the program's name in brackets, and may hold anything.
      const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1) ?? ''
      return after.trim().split(' ')[19] ?? ''
    }),
}

/** Whether there is a process of this number here. */
export function isAlive(pid: number): boolean {
  // 0 and less would be groups of processes, this one's own among them.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
