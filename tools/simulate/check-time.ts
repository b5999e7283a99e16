import { findSetting } from '#core/repositories/settings.ts'
import type { Complain } from './check-desk.ts'
import type { SimDesk } from './sim-desk.ts'

/** How far what a desk keeps of time may be behind, in milliseconds: it does not write each second down. */
const tolerance = 60_000

/** What a desk is known to have seen of time; a power cut may take it away. */
export interface TimeSeen {
  /** The latest time of the authority that reached it. */
  heard: number
  /** Whether any word of the authority's time reached it since it was last looked at. */
  told: boolean
  /** Of what it keeps, when it was last looked at. */
  floor: number
  server: number
}

export const nothingSeen: TimeSeen = { heard: 0, told: false, floor: 0, server: 0 }

/** Trusted time: what the authority said is not forgotten, and only its word takes anything back. */
export function checkTime(desk: SimDesk, complain: Complain): void {
  const { floor, server } = findSetting(desk.store, 'clock') ?? nothingSeen
  const { timeSeen: seen } = desk
  if (server < seen.heard - tolerance)
    complain(`${desk.name} has heard ${new Date(seen.heard).toISOString()} and keeps ${new Date(server).toISOString()}`)
  if (server < seen.server) complain(`${desk.name} takes back by ${seen.server - server} ms what the authority said`)
  if (floor < seen.floor && !seen.told) complain(`${desk.name} lets time run back by ${seen.floor - floor} ms`)
  desk.timeSeen = { heard: seen.heard, told: false, floor, server }
}

/** A certificate that is past its day is never valid, wherever the clock of the machine stands. */
export function checkExpired(desk: SimDesk, code: string, complain: Complain): void {
  if (!desk.clerk) return
  desk.ask('certificates.verify', { code }, ({ verdict }) => {
    if (verdict === 'valid') complain(`${desk.name} takes an expired certificate for valid`)
  })
}
