import { AppError, toAppError } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import type { FailureAct } from '../app/tell-failure.ts'
import type { Core } from '../desktop/window-calls.ts'
import type { KeptReleases } from './kept-releases.ts'

/** What a new version may fail at that the one before did not. */
const ofTheVersion = (code: string): boolean => code === 'store/migration-failed' || code === 'internal'

export interface WayBackOptions {
  readonly kept: Pick<KeptReleases, 'versionBefore' | 'getInstaller'>
  readonly version: string
  /** Opens a file as a person would; answers a sentence when it could not. */
  readonly openPath: (path: string) => Promise<string>
  readonly log: Logger
}

/**
 * The version before as an act, where its installer was kept. The store itself has gone back by then: a version brings it
 * up to date behind a backup, and restores that when it fails.
 */
export function wayBackFrom(thrown: unknown, { kept, version, openPath, log }: WayBackOptions): FailureAct[] {
  const before = ofTheVersion(toAppError(thrown).code) ? kept.versionBefore(version) : undefined
  if (before === undefined) return []
  const run = async (): Promise<boolean> => {
    if ((await openPath(await kept.getInstaller(before))) !== '') throw new AppError('update/no-way-back')
    log.info('update-way-back', { from: version, to: before })
    return true
  }
  return [{ label: `تثبيت الإصدار السابق ${before} · Install version ${before}`, run }]
}

/** A vault opens its store late: hears from the core's answers when this version could not bring it up to date. */
export function hearFailedUpdates(core: Core, onFailure: (failure: AppError) => Promise<void>): Core {
  return {
    note: (note) => core.note(note),
    invoke: async (channel, input, caller) => {
      const answer = await core.invoke(channel, input, caller)
      if (!answer.ok && answer.error.code === 'store/migration-failed')
        void onFailure(new AppError('store/migration-failed', answer.error.detail))
      return answer
    },
  }
}
