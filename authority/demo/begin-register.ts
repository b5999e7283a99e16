import { randomUUID } from 'node:crypto'
import { AppError } from '#shared/kernel/errors.ts'
import { migrate } from '../db/migrate.ts'
import type { Db } from '../db/types.ts'
import { findRegisterKind, setEpoch, setRegisterKind } from '../repositories/meta.ts'
import { ensureRegisterKeys } from '../use-cases/certificates/make-keys.ts'
import { beginReference } from '../use-cases/reference/begin-reference.ts'
import { type DemoOptions, type FillProgress, fillDemo } from './fill.ts'

/**
 * Makes a database ready to be served: brings its schema up to date, and begins a register that was never begun; in demo
 * mode with demo data. `renew`: it is another register than desks knew (new, restored), so it gets another epoch.
 *
 * @throws {AppError} `store/newer`; `session/demo-only` when demo mode is asked for on a register of real data.
 */
export async function beginRegister(
  db: Db,
  options: { demo: DemoOptions | null; renew: boolean },
  onProgress: (progress: FillProgress) => void,
): Promise<void> {
  await migrate(db)
  const kind = await findRegisterKind(db)
  if (kind === 'real' && options.demo) throw new AppError('session/demo-only', { register: 'real' })
  if (kind === undefined) {
    if (options.demo) await fillDemo(db, options.demo, onProgress)
    else await setRegisterKind(db, 'real')
  }
  await beginReference(db)
  await ensureRegisterKeys(db, new Date().toISOString())
  if (kind === undefined || options.renew) await setEpoch(db, randomUUID())
}
