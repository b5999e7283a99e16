import { useSyncExternalStore } from 'react'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import { ReferenceBook, shippedBook } from '#shared/domain/reference/reference-book.ts'
import type { Reason, RevocationReason } from '#shared/domain/reference/reference-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import type { CodeName } from '#shared/domain/reference/register-codes.ts'
import { namesOfRanks } from '#shared/domain/reference/register-codes.ts'
import { useDeskQuery } from './desk-queries.ts'
import { trustedTime } from './trusted-time.ts'

/** The reference data as it is in force on a day, in the forms in which screens need it. */
export interface ReferenceView {
  readonly book: ReferenceBook
  /** The day, in Riyadh. */
  readonly today: string
  readonly reasons: readonly Reason[]
  readonly revocationReasons: readonly RevocationReason[]
  /** Names by code, the highest first. */
  readonly ranks: Readonly<Record<string, CodeName>>
  /** Those too that are to come. */
  readonly knownRanks: Readonly<Record<string, CodeName>>
  /** What a holiday is called; undefined for one of a version that is not here. */
  readonly findHoliday: (code: string) => CodeName | undefined
}

function viewOn(book: ReferenceBook, today: string): ReferenceView {
  const holidays = book.versionsOf('holidays').flatMap(({ effectiveFrom }) => book.inForce('holidays', effectiveFrom))
  return {
    book,
    today,
    reasons: book.inForce('reasons', today),
    revocationReasons: book.inForce('revocation-reasons', today),
    ranks: namesOfRanks(book.inForce('ranks', today)),
    knownRanks: book.knownRanks(),
    findHoliday: (code) => findCode(holidays, code),
  }
}

/** Tells when a minute has passed, or the clock was put right: the day may be another one then. */
function watchDay(onChange: () => void): () => void {
  const timer = setInterval(onChange, 60_000)
  const stop = trustedTime.follow(onChange)
  return () => {
    clearInterval(timer)
    stop()
  }
}

const dayNow = () => riyadhDateOf(trustedTime.now())

const books = new WeakMap<readonly ReferenceVersion[], ReferenceBook>()
const views = new WeakMap<ReferenceBook, ReferenceView>()

/** The reference data in force today; what the program came with, until the desk has answered. One for all who ask. */
export function useReference(): ReferenceView {
  const { data } = useDeskQuery('reference.list', {}, { staleTime: Number.POSITIVE_INFINITY })
  let book = data ? books.get(data.versions) : shippedBook
  if (!book && data) {
    book = new ReferenceBook(data.versions)
    books.set(data.versions, book)
  }
  const today = useSyncExternalStore(watchDay, dayNow)
  const known = views.get(book ?? shippedBook)
  if (known?.today === today) return known
  const view = viewOn(book ?? shippedBook, today)
  views.set(view.book, view)
  return view
}
