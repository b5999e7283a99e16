import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import type { Db } from '../db/types.ts'
import { setLastAppointmentNumber } from '../repositories/appointments.ts'
import { allowPauses, analyse, bulkText, insertBulk, insertDocuments, insertRequests } from '../repositories/bulk.ts'
import { insertRevocations, setLastCertificateNumber } from '../repositories/certificates.ts'
import { mergeCounts } from '../repositories/feed.ts'
import { setRegisterKind } from '../repositories/meta.ts'
import { getRegisterKey, insertRegisterKeys } from '../repositories/register-keys.ts'
import { inTransaction } from '../repositories/transaction.ts'
import { certificatesEach } from './certificates.ts'
import { demoClerks } from './clerks.ts'
import { demoKeys } from './demo-keys.ts'
import { createRegister } from './members.ts'
import { generateRequests } from './requests.ts'
import { registerRows, threadsFor } from './row-threads.ts'
import { demoSchedules } from './schedules.ts'
import { demoAppointments } from './schedules-booked.ts'

/** How far a fill has come; `step` names what is being written. */
export interface FillProgress {
  readonly step: 'clerks' | 'documents' | 'members' | 'certificates' | 'requests' | 'appointments'
  readonly done: number
  readonly total: number
}

export interface DemoOptions {
  readonly members: number
  readonly seed: string
  /** Milliseconds since 1970: the day that periods and service times are reckoned to. */
  readonly now: number
  /** Threads that make rows; 0: this one. By default as many as the size and the machine are worth. */
  readonly threads?: number
}

/** Appointments in one statement. */
const batch = 1000
const documentBatch = 20
/** Below this many members a register is one for tests. */
const smallRegister = 2000

/** Requests of the demo; a register too small for them gets one for every fourth member. */
function requestCount(members: number): number {
  return Math.min(300, Math.floor(members / 4))
}

/**
 * Schedules of every branch, and who comes to them. A register without members has neither; a small one has visitors at
 * the head office alone.
 */
async function fillCounters(
  trx: Db,
  { seed, now, members, clerks }: DemoOptions & { readonly clerks: readonly Clerk[] },
  onProgress: (progress: FillProgress) => void,
): Promise<void> {
  if (members === 0) return
  const today = riyadhDateOf(now)
  const schedules = demoSchedules(today)
  await insertBulk(trx, bulkText('schedules', schedules))
  const visited = schedules.filter(({ branch }) => branch === 'riyadh' || members >= smallRegister)
  const { memberAt } = createRegister({ seed, today })
  const appointments = demoAppointments({
    seed,
    today,
    now,
    schedules: visited,
    clerks,
    members: { memberAt, count: members },
  })
  for (let from = 0; from < appointments.length; from += batch) {
    await insertBulk(trx, bulkText('appointments', appointments.slice(from, from + batch)))
    onProgress({
      step: 'appointments',
      done: Math.min(from + batch, appointments.length),
      total: appointments.length,
    })
  }
  await setLastAppointmentNumber(trx, appointments.length)
}

/** Fills an empty register with demo data, all of it or, when it is interrupted, nothing. */
export async function fillDemo(
  db: Db,
  { members, seed, now, threads = threadsFor(members) }: DemoOptions,
  onProgress: (progress: FillProgress) => void = () => undefined,
): Promise<void> {
  // Drawing needs a package that only a demo needs.
  const { createPress, drawPortraits } = await import('./documents.ts')
  const today = riyadhDateOf(now)
  const portraits = drawPortraits()
  const register = { seed, today, portraits: portraits.hashes }
  const clerks = demoClerks()
  const { requests, documents } = generateRequests({
    seed,
    count: requestCount(members),
    members: { memberAt: createRegister(register).memberAt, count: members },
    clerks,
    now,
    press: createPress(portraits.hashes),
    portraits: portraits.documents.map(({ hash }) => hash),
  })
  const papers = [...new Map([...portraits.documents, ...documents].map((paper) => [paper.hash, paper])).values()]

  await inTransaction(db, async (trx) => {
    await allowPauses(trx)
    await setRegisterKind(trx, 'demo')
    await insertRegisterKeys(trx, demoKeys(seed), new Date(now).toISOString())
    await insertBulk(trx, bulkText('clerks', clerks))
    await insertBulk(trx, bulkText('reference_versions', Object.values(shippedVersions)))
    onProgress({ step: 'clerks', done: clerks.length, total: clerks.length })
    for (let from = 0; from < papers.length; from += documentBatch) {
      await insertDocuments(trx, papers.slice(from, from + documentBatch))
      onProgress({ step: 'documents', done: Math.min(from + documentBatch, papers.length), total: papers.length })
    }
    const certified = { seed, today, portraits: portraits.hashes, key: await getRegisterKey(trx, 'issuer') }
    let done = 0
    for await (const rows of registerRows(certified, members, threads)) {
      await insertBulk(trx, rows.memberRows)
      await insertBulk(trx, rows.certificateRows)
      await insertRevocations(trx, rows.revocations)
      done += rows.members
      onProgress({ step: 'members', done, total: members })
      onProgress({ step: 'certificates', done: done * certificatesEach, total: members * certificatesEach })
    }
    await setLastCertificateNumber(trx, members * certificatesEach)
    await insertRequests(trx, requests, Math.max(0, ...requests.map(({ number }) => Number(number.slice(-6)))))
    onProgress({ step: 'requests', done: requests.length, total: requests.length })
    await fillCounters(trx, { seed, now, members, clerks }, onProgress)
  })
  await mergeCounts(db)
  await analyse(db)
}
