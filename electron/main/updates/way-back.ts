import type { Dialog } from 'electron'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import type { Logger } from '#shared/kernel/ports.ts'
import { startFailureWords } from '../app/start-failure.ts'
import type { Core } from '../desktop/window-calls.ts'
import type { KeptReleases } from './kept-releases.ts'

/** What a new version may fail at that the one before did not. */
const ofTheStore = (code: string): boolean => code === 'store/migration-failed' || code === 'internal'

export interface WayBackOptions {
  readonly dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'>
  readonly kept: Pick<KeptReleases, 'versionBefore' | 'getInstaller'>
  readonly version: string
  /** Opens a file as a person would; answers a sentence when it could not. */
  readonly openPath: (path: string) => Promise<string>
  readonly log: Logger
}

/**
 * Says what went wrong with the store at a start, and offers the version before where its installer was kept. The store
 * itself has gone back by then: a version brings it up to date behind a backup, and restores that when it fails.
 *
 * @returns whether the installer of the version before was opened, for which the application must quit.
 */
export async function offerWayBack(thrown: unknown, options: WayBackOptions): Promise<boolean> {
  const { dialog, kept, version, openPath, log } = options
  const words = startFailureWords(thrown)
  const { code } = toAppError(thrown)
  const before = ofTheStore(code) ? kept.versionBefore(version) : undefined
  if (before === undefined) {
    dialog.showErrorBox(words.title, words.content)
    return false
  }
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: words.title,
    message: words.content,
    buttons: [`تثبيت الإصدار السابق ${before} · Install version ${before}`, 'إغلاق · Close'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return false
  try {
    const refused = await openPath(await kept.getInstaller(before))
    if (refused !== '') throw new Error('The installer could not be opened')
    log.info('update-way-back', { from: version, to: before })
    return true
  } catch (failed) {
    const failure = startFailureWords(failed)
    log.error('fault', { code: toAppError(failed).code, channel: 'way-back' })
    dialog.showErrorBox(failure.title, failure.content)
    return false
  }
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
