import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of a second, as Linux counts them for every program. */
const ticks = 100

function statOf(pid: string): { parent: string; seconds: number } | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return { parent: words[1] ?? '', seconds: (Number(words[11]) + Number(words[12])) / ticks }
  } catch {
    return undefined
  }
}

/** Seconds of processor time that a process and all that it started have used; null where there is no /proc. */
export function cpuSeconds(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = statOf(name)
        return stat ? [[name, stat] as const] : []
      }),
  )
  const isOurs = (name: string): boolean => {
    if (name === String(pid)) return true
    const parent = all.get(name)?.parent
    return parent !== undefined && parent !== '0' && isOurs(parent)
  }
  return [...all].reduce((sum, [name, { seconds }]) => (isOurs(name) ? sum + seconds : sum), 0)
}
