import { AppError } from '#shared/kernel/errors.ts'
import { findMail, listMail, type StoredMail } from '../../repositories/mail.ts'
import type { AuthorityContext } from '../context.ts'

/** The newest letters of the outbox. Demo mode only (`session/demo-only`). */
export async function readMail(context: AuthorityContext): Promise<StoredMail[]> {
  if (!context.config.demo) throw new AppError('session/demo-only')
  return listMail(context.db)
}

/** One letter of the outbox, or undefined. Demo mode only (`session/demo-only`). */
export async function findLetter(context: AuthorityContext, id: number): Promise<StoredMail | undefined> {
  if (!context.config.demo) throw new AppError('session/demo-only')
  return findMail(context.db, id)
}
